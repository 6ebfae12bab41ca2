package io.damso.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.edge.limits.ClientAddress;
import io.damso.gateway.RefusedException;
import io.damso.gateway.admission.SessionLimits;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitsTests {

    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final ClientAddress HERE = new ClientAddress("192.0.2.1");
    private static final ClientAddress THERE = new ClientAddress("192.0.2.2");

    private final AtomicLong nanos = new AtomicLong();
    private final SendRates sends =
            new SendRates(new SendLimits(2, 4, 3, 6, 2), new SessionLimits(10, 2, 3), nanos::get);
    private final HandshakeRates handshakes =
            new HandshakeRates(new HandshakeLimits(2, 4, 1, 3, Duration.ofSeconds(10)), nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(call).matches(e -> e.code() == code, code.slug());
    }

    private void send(SendCount session, UserId user, int times) throws RefusedException {
        for (int i = 0; i < times; i++) {
            sends.take(session, user);
        }
    }

    @Test
    void sessionSendsItsBurstAndThenAtItsRate() throws RefusedException {
        SendCount session = sends.begin();
        send(session, ALICE, 4);
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> sends.take(session, ALICE));
        pass(Duration.ofSeconds(1));
        send(session, ALICE, 2);
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> sends.take(session, ALICE));
    }

    @Test
    void userHasOneRateForAllSessionsAndOthersHaveTheirOwn() throws RefusedException {
        SendCount one = sends.begin();
        SendCount two = sends.begin();
        send(one, ALICE, 4);
        send(two, ALICE, 2);
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> sends.take(two, ALICE));
        send(sends.begin(), BOB, 4);
    }

    @Test
    void usersRateRecoversForAllSessions() throws RefusedException {
        SendCount one = sends.begin();
        SendCount two = sends.begin();
        send(one, ALICE, 4);
        send(two, ALICE, 2);
        pass(Duration.ofSeconds(1)); // three of six are available again
        SendCount three = sends.begin();
        send(three, ALICE, 3);
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> sends.take(three, ALICE));
    }

    @Test
    void checkOfTheRateDoesNotUseIt() throws RefusedException {
        for (int i = 0; i < 4; i++) {
            assertThat(handshakes.allowAnother()).isTrue();
            assertThat(handshakes.allowAnother()).isTrue();
            handshakes.take(new ClientAddress("198.51.100." + i));
        }
        assertThat(handshakes.allowAnother()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(handshakes.allowAnother()).isTrue();
    }

    @Test
    void unconfirmedMessagesOfASessionAreCounted() throws RefusedException {
        SendCount session = sends.begin();
        session.sent();
        session.sent();
        assertRefused(ErrorCode.TOO_MANY_UNCONFIRMED, session::sent);
        session.settled();
        session.sent();
    }

    @Test
    void addressAboveItsRateDoesNotUseUpTheRateOfTheNode() throws RefusedException {
        for (int i = 0; i < 3; i++) {
            handshakes.take(HERE);
        }
        for (int i = 0; i < 100; i++) {
            assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> handshakes.take(HERE));
        }
        handshakes.take(THERE);
        assertRefused(ErrorCode.NODE_BUSY, () -> handshakes.take(THERE));
        pass(Duration.ofSeconds(1));
        handshakes.take(HERE);
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> handshakes.take(HERE));
        handshakes.take(THERE);
    }
}
