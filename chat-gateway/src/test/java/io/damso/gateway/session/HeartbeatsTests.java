package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatsTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void whereNoneWereAgreedNoneAreDue() {
        assertThat(Heartbeats.NONE.isDue(Long.MAX_VALUE, 0)).isFalse();
        assertThat(Heartbeats.NONE.isOverdue(Long.MAX_VALUE / 10)).isFalse();
    }

    @Test
    void heartbeatIsSentBeforeTheIntervalIsOver() {
        Heartbeats heartbeats = new Heartbeats(1_000, 0);
        long sweep = SECOND / 5;
        assertThat(heartbeats.isDue(SECOND - sweep - 1, sweep)).isFalse();
        assertThat(heartbeats.isDue(SECOND - sweep, sweep)).isTrue();
    }

    @Test
    void clientMayBeSilentForMoreThanTwoIntervalsAndLessThanThree() {
        Heartbeats heartbeats = new Heartbeats(0, 1_000);
        assertThat(heartbeats.isOverdue(2 * SECOND + 1)).isFalse();
        assertThat(heartbeats.isOverdue(3 * SECOND - 1)).isTrue();
    }

    @Test
    void longestIntervalDoesNotOverflow() {
        Heartbeats longest = new Heartbeats(1_000_000_000_000L, 1_000_000_000_000L);
        assertThat(longest.isDue(Long.MAX_VALUE / 4, SECOND)).isTrue();
        assertThat(longest.isDue(3_600 * SECOND, SECOND)).isFalse();
        assertThat(longest.isOverdue(3_600 * SECOND)).isFalse();
    }
}
