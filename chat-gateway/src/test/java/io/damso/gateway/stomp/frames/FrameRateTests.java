package io.damso.gateway.stomp.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class FrameRateTests {

    private static final long SECOND = 1_000_000_000;

    private final FrameProperties limits =
            new FrameProperties(40, DataSize.ofKilobytes(8), Duration.ofSeconds(20), 10, 30);

    private int taken(FrameRate rate, long now) {
        int taken = 0;
        while (rate.take(now, limits)) {
            taken++;
        }
        return taken;
    }

    @Test
    void burstPassesAndThenTheRate() {
        long start = Long.MAX_VALUE - SECOND; // values of System.nanoTime may overflow
        FrameRate rate = new FrameRate(start);
        assertThat(taken(rate, start)).isEqualTo(30);
        assertThat(taken(rate, start + SECOND)).isEqualTo(10);
        assertThat(taken(rate, start + 2 * SECOND)).isEqualTo(10);
    }

    @Test
    void idleTimeRestoresAtMostTheBurst() {
        FrameRate rate = new FrameRate(0);
        taken(rate, 0);
        assertThat(taken(rate, 3_600 * SECOND)).isEqualTo(30);
    }
}
