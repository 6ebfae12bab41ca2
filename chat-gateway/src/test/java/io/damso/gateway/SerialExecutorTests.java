package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SerialExecutorTests {

    private final SerialExecutor executor = new SerialExecutor(
            "serial-test", new Guard(LoggerFactory.getLogger(SerialExecutorTests.class), "as the test wants"));

    @AfterEach
    void shutdown() {
        executor.shutdown();
    }

    @Test
    void tasksRunInTheirOrderOnTheNamedThread() {
        List<Integer> ran = new CopyOnWriteArrayList<>();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        numbers.forEach(number -> executor.execute(() -> {
            ran.add(number);
            threads.add(Thread.currentThread().getName());
        }));
        await("all tasks").until(() -> ran.size() == numbers.size());
        assertThat(ran).isEqualTo(numbers);
        assertThat(threads).containsExactly("serial-test");
    }

    @Test
    void callerDoesNotWaitForATaskThatBlocks() {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        executor.execute(() -> awaitLatch(blocked));
        executor.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(0);
        blocked.countDown();
        await("the next task").until(() -> ran.get() == 1);
    }

    @Test
    void failureOfATaskStopsNeitherTheNextNorAPeriodicOne() {
        AtomicInteger periodic = new AtomicInteger();
        executor.every(1, () -> {
            periodic.incrementAndGet();
            throw new StackOverflowError();
        });
        AtomicInteger ran = new AtomicInteger();
        executor.execute(() -> {
            throw new IllegalStateException();
        });
        executor.execute(ran::incrementAndGet);
        await("the next task").until(() -> ran.get() == 1);
        await("several runs").until(() -> periodic.get() > 3);
    }

    @Test
    void lastTaskRunsAfterTheOthersAndEndsTheThread() {
        List<String> ran = new CopyOnWriteArrayList<>();
        executor.execute(() -> ran.add("first"));
        executor.finish(() -> ran.add("last"), 30_000);
        executor.execute(() -> ran.add("dropped"));
        assertThat(ran).containsExactly("first", "last");
    }

    @Test
    void lastTaskIsNotAwaitedForEver() {
        CountDownLatch blocked = new CountDownLatch(1);
        executor.execute(() -> awaitLatch(blocked));
        AtomicInteger ran = new AtomicInteger();
        executor.finish(ran::incrementAndGet, 1);
        assertThat(ran).hasValue(0);
        blocked.countDown();
    }

    @Test
    void tasksAfterTheShutdownAreDropped() {
        AtomicInteger ran = new AtomicInteger();
        executor.shutdown();
        executor.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(0);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
