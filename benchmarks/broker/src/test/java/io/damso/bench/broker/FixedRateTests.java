package io.damso.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FixedRateTests {

    @Test
    void callsAreDueAtTheRateWhateverTheyTake() throws InterruptedException {
        List<Long> due = new CopyOnWriteArrayList<>();
        CountDownLatch enough = new CountDownLatch(20);
        try (FixedRate rate = new FixedRate(1000, (number, dueAt) -> {
            if (number == due.size()) {
                due.add(dueAt);
            }
            enough.countDown();
        })) {
            assertThat(rate).isNotNull();
            assertThat(enough.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(due.get(19) - due.get(0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(19));
    }
}
