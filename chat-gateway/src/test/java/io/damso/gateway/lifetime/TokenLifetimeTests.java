package io.damso.gateway.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.lifetime.TokenLifetime.Due;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenLifetimeTests {

    private static final long NOTICE = 60_000;

    private final TokenLifetime lifetime = new TokenLifetime();

    @Test
    void noticeIsDueUntilItIsSentAndTheEndOnTheMillisecond() {
        lifetime.extend(Instant.ofEpochMilli(100_000));
        assertThat(lifetime.due(39_999, NOTICE)).isEqualTo(Due.NOTHING);
        assertThat(lifetime.due(40_000, NOTICE)).isEqualTo(Due.NOTICE);
        assertThat(lifetime.due(50_000, NOTICE)).isEqualTo(Due.NOTICE);
        lifetime.noticed();
        assertThat(lifetime.due(99_999, NOTICE)).isEqualTo(Due.NOTHING);
        assertThat(lifetime.due(100_000, NOTICE)).isEqualTo(Due.END);
        assertThat(lifetime.due(100_200, NOTICE)).isEqualTo(Due.END);
    }

    @Test
    void noticeIsDueAtOnceWhenLessIsLeft() {
        lifetime.extend(Instant.ofEpochMilli(100_000));
        assertThat(lifetime.due(99_000, NOTICE)).isEqualTo(Due.NOTICE);
    }

    @Test
    void noNoticeIsSentWhenItIsDisabled() {
        lifetime.extend(Instant.ofEpochMilli(100_000));
        assertThat(lifetime.due(99_999, 0)).isEqualTo(Due.NOTHING);
        assertThat(lifetime.due(100_000, 0)).isEqualTo(Due.END);
    }

    @Test
    void freshTokenMovesTheEndAndIsAnnouncedAnew() {
        lifetime.extend(Instant.ofEpochMilli(100_000));
        lifetime.noticed();
        assertThat(lifetime.extend(Instant.ofEpochMilli(300_000))).isTrue();
        assertThat(lifetime.due(150_000, NOTICE)).isEqualTo(Due.NOTHING);
        assertThat(lifetime.due(240_000, NOTICE)).isEqualTo(Due.NOTICE);
        assertThat(lifetime.due(300_000, NOTICE)).isEqualTo(Due.END);
    }

    @Test
    void tokenReceivedDuringTheNoticeForAnotherIsAnnouncedToo() {
        lifetime.extend(Instant.ofEpochMilli(100_000));
        assertThat(lifetime.due(50_000, NOTICE)).isEqualTo(Due.NOTICE);
        lifetime.extend(Instant.ofEpochMilli(300_000));
        lifetime.noticed();
        assertThat(lifetime.due(250_000, NOTICE)).isEqualTo(Due.NOTICE);
    }

    @Test
    void tokenWithTheSameExpiryReceivedDuringTheNoticeIsAnnouncedToo() {
        lifetime.extend(Instant.ofEpochMilli(100_000));
        assertThat(lifetime.due(50_000, NOTICE)).isEqualTo(Due.NOTICE);
        lifetime.extend(Instant.ofEpochMilli(100_000));
        lifetime.noticed();
        assertThat(lifetime.due(50_200, NOTICE)).isEqualTo(Due.NOTICE);
        lifetime.noticed();
        assertThat(lifetime.due(50_400, NOTICE)).isEqualTo(Due.NOTHING);
    }

    @Test
    void endedSessionIsNotExtended() {
        lifetime.extend(Instant.ofEpochMilli(100_000));
        assertThat(lifetime.due(100_000, NOTICE)).isEqualTo(Due.END);
        assertThat(lifetime.extend(Instant.ofEpochMilli(300_000))).isFalse();
        assertThat(lifetime.due(200_000, NOTICE)).isEqualTo(Due.END);
    }

    @Test
    void sessionWhoseTokenHasNoExpiryStaysOpen() {
        long year2100 = 4_102_444_800_000L;
        assertThat(lifetime.due(year2100, NOTICE)).isEqualTo(Due.NOTHING);
        lifetime.extend(Instant.ofEpochMilli(100_000));
        lifetime.extend(null);
        assertThat(lifetime.due(year2100, NOTICE)).isEqualTo(Due.NOTHING);
    }
}
