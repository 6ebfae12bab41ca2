package io.damso.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedCountersTests {

    private final BoundedCounters counters = new BoundedCounters();

    @Test
    void counterStopsAtItsBoundAndEachNameHasItsOwn() {
        assertThat(counters.add("alice", 2)).isTrue();
        assertThat(counters.add("alice", 2)).isTrue();
        assertThat(counters.add("alice", 2)).isFalse();
        assertThat(counters.add("bob", 2)).isTrue();
        counters.remove("alice");
        assertThat(counters.add("alice", 2)).isTrue();
    }

    @Test
    void removingWhatIsNotThereCountsNothing() {
        counters.remove("alice");
        assertThat(counters.add("alice", 1)).isTrue();
        assertThat(counters.add("alice", 1)).isFalse();
    }

    @Test
    void manyThreadsDoNotExceedTheBound() {
        AtomicInteger added = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                threads.execute(() -> {
                    if (counters.add("alice", 10)) {
                        added.incrementAndGet();
                    }
                });
            }
        }
        assertThat(added).hasValue(10);
    }
}
