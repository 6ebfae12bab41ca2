package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GuardTests {

    private final Guard guard = new Guard(LoggerFactory.getLogger(GuardTests.class), "as the test wants");

    @Test
    void failureOfARunEndsNothingElse() {
        AtomicInteger runs = new AtomicInteger();
        try (ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor()) {
            guard.every(executor, 0, 1, () -> {
                if (runs.incrementAndGet() % 2 == 0) {
                    throw new StackOverflowError();
                }
                throw new IllegalStateException();
            });
            await("several runs").until(() -> runs.get() > 4);
            executor.shutdownNow();
        }
    }

    @Test
    void callReturnsWhetherTheRunSucceeded() {
        assertThat(guard.run(() -> {})).isTrue();
        assertThat(guard.run(() -> {
                    throw new NoClassDefFoundError();
                }))
                .isFalse();
    }
}
