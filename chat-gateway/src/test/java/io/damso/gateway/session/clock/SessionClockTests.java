package io.damso.gateway.session.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Heartbeats;
import io.damso.gateway.session.TestSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionClockTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long FAR = 1_000_000 * SECOND;

    /** Before everything that happens in the session. */
    private final long begin = System.nanoTime();

    private final TestSession open = TestSession.connected();
    private Instant now = Instant.parse("2026-12-01T11:00:00Z");
    private final InstantSource wallTime = () -> now;
    private final SessionClock clock = new SessionClock(
            open.sessions,
            open.answers,
            wallTime.withZone(ZoneOffset.UTC),
            new SessionTimes(
                    new ClientSession.Limits(FAR, FAR, SECOND / 5),
                    Duration.ofMinutes(1).toMillis()));

    @AfterEach
    void close() {
        open.close();
    }

    private void sweepIn(long nanos) {
        clock.sweep(System.nanoTime() + nanos);
    }

    @Test
    void heartbeatIsSentWhenItIsDue() {
        open.session.agreed(new Heartbeats(1_000, 0));
        clock.sweep(begin);
        assertThat(open.channel.sent).isEmpty();
        sweepIn(SECOND);
        assertThat(open.channel.sent).containsExactly("heartbeat");
    }

    @Test
    void sessionWithoutHeartbeatsEndsOnce() {
        open.session.agreed(new Heartbeats(0, 1_000));
        sweepIn(3 * SECOND);
        assertThat(open.channel.sent).containsExactly("end heartbeat-missed");
        assertThat(open.refusals("heartbeat-missed")).isEqualTo(1);
    }

    @Test
    void tokenExpiryIsAnnouncedOnceAndThenEndsTheSession() {
        now = Instant.parse("2026-12-01T11:59:30Z");
        open.channel.receivesRefusals = false;
        sweepIn(0);
        assertThat(open.channel.sent).isEmpty();
        open.channel.receivesRefusals = true;
        sweepIn(0);
        sweepIn(0);
        assertThat(open.channel.sent).containsExactly("notice token-expiring for null");
        now = Instant.parse("2026-12-01T12:00:00Z");
        sweepIn(0);
        sweepIn(0);
        assertThat(open.channel.sent).containsExactly("notice token-expiring for null", "end token-expired");
    }

    @Test
    void requestAfterTheTokenExpiryEndsTheSessionBeforeTheNextCheck() {
        assertThat(clock.endIfExpired(open.session)).isFalse();
        now = Instant.parse("2026-12-01T12:00:00Z");
        assertThat(clock.endIfExpired(open.session)).isTrue();
        assertThat(open.channel.sent).containsExactly("end token-expired");
    }

    @Test
    void disconnectedSessionIsClosedAndAbortedWithoutAnAnswer() {
        open.session.closeAfterClient();
        clock.sweep(begin);
        assertThat(open.socket.written).isEmpty();
        sweepIn(SECOND);
        assertThat(open.socket.written).containsExactly("close 1000 null");
        sweepIn(10 * SECOND);
        assertThat(open.socket.written).containsExactly("close 1000 null", "abort");
    }

    @Test
    void failureOfOneSessionDoesNotAffectTheOthers() {
        try (TestSession other = TestSession.connected()) {
            open.sessions.add(other.session);
            open.session.agreed(new Heartbeats(1_000, 0));
            other.session.agreed(new Heartbeats(1_000, 0));
            AtomicInteger looks = new AtomicInteger();
            Runnable fails = () -> {
                looks.incrementAndGet();
                throw new StackOverflowError();
            };
            open.channel.onHeartbeat = fails;
            other.channel.onHeartbeat = fails;
            sweepIn(SECOND);
            assertThat(looks).hasValue(2);
        }
    }

    @Test
    void sessionsAreClosedWhenTheNodeStops() {
        clock.start();
        clock.stop();
        assertThat(open.socket.written).containsExactly("close 1012 node-draining");
        assertThat(open.session.isEnding()).isTrue();
    }
}
