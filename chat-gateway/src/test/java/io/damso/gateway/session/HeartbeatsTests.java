package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatsTests {

    private static final long WANTED = 10_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @ParameterizedTest
    @CsvSource({
        "'0,0', '0,0'", "'1,1', '1000,10000'", "'0,1000', '1000,0'", "'2000,0', '0,10000'", "'30000,60000', '60000,30000'",
        "'999999999,999999999', '999999999,999999999'"
    })
    void bothSidesAgreeOnTheLongerInterval(String client, String agreed) {
        assertThat(Heartbeats.negotiate(client, WANTED).map(Heartbeats::header)).contains(agreed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1", "1,", ",1", "a,b", "-1,0", "1,2,3", "1 ,2", "1.5,0", "9999999999,0", "0x1,0"})
    void everythingElseIsMalformed(String client) {
        assertThat(Heartbeats.negotiate(client, WANTED)).isEmpty();
    }

    @Test
    void clientThatSaysNothingWantsNone() {
        assertThat(Heartbeats.negotiate(null, WANTED)).isEqualTo(Optional.of(Heartbeats.NONE));
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
}
