package io.damso.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    private final Admissions admissions = new Admissions(new SessionLimits(4, 2, 3), nanos::get);

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
    void usersRateComesBackForAllSessions() throws RefusedException {
        SendCount one = sends.begin();
        SendCount two = sends.begin();
        send(one, ALICE, 4);
        send(two, ALICE, 2);
        pass(Duration.ofSeconds(1)); // three of six are back
        SendCount three = sends.begin();
        send(three, ALICE, 3);
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> sends.take(three, ALICE));
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
    void hastyAddressIsStoppedBeforeItCostsTheNode() throws RefusedException {
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

    @Test
    void placeThatNoSessionClaimsIsFreeAgain() throws RefusedException {
        Admission claimed = admissions.admit(HERE);
        assertThat(claimed.claim()).isTrue();
        Admission late = admissions.admit(HERE);
        admissions.admit(HERE).endUnclaimed();
        admissions.admit(HERE);
        pass(Duration.ofSeconds(11));
        admissions.admit(HERE);
        admissions.admit(HERE);
        assertRefused(ErrorCode.ADDRESS_LIMIT, () -> admissions.admit(HERE));
        assertThat(late.claim()).isFalse();
        claimed.end();
        admissions.admit(HERE);
    }

    @Test
    void addressAndNodeAreFullUntilASessionEnds() throws RefusedException {
        Admission first = admissions.admit(HERE);
        admissions.admit(HERE);
        admissions.admit(HERE);
        assertRefused(ErrorCode.ADDRESS_LIMIT, () -> admissions.admit(HERE));
        admissions.admit(THERE);
        assertRefused(ErrorCode.NODE_FULL, () -> admissions.admit(THERE));
        first.end();
        first.end(); // does nothing twice
        admissions.admit(THERE);
        assertRefused(ErrorCode.NODE_FULL, () -> admissions.admit(HERE));
    }

    @Test
    void userHasAsManySessionsAsMayBe() throws RefusedException {
        Admission first = admissions.admit(HERE);
        first.belongsTo(ALICE);
        first.belongsTo(ALICE); // counts once
        admissions.admit(HERE).belongsTo(ALICE);
        Admission third = admissions.admit(HERE);
        assertRefused(ErrorCode.TOO_MANY_SESSIONS, () -> third.belongsTo(ALICE));
        third.belongsTo(BOB);
        third.end();
        first.end();
        admissions.admit(THERE).belongsTo(ALICE);
    }

    @Test
    void sessionThatIsEndingCountsNoLongerAsItsUsers() throws RefusedException {
        Admission first = admissions.admit(HERE);
        first.belongsTo(ALICE);
        admissions.admit(HERE).belongsTo(ALICE);
        first.leave();
        first.belongsTo(ALICE); // too late
        Admission third = admissions.admit(HERE);
        third.belongsTo(ALICE);
        first.end();
        Admission fourth = admissions.admit(HERE);
        assertRefused(ErrorCode.TOO_MANY_SESSIONS, () -> fourth.belongsTo(ALICE));
    }

    @Test
    void sessionThatEndsDuringItsConnectLeavesNothing() throws RefusedException {
        for (int i = 0; i < 3; i++) {
            Admission gone = admissions.admit(HERE);
            gone.end();
            gone.belongsTo(ALICE);
        }
        admissions.admit(HERE).belongsTo(ALICE);
        admissions.admit(HERE).belongsTo(ALICE);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "[2001:db8:1:2::1], 2001:db8:1:2:0:0:0:0/64",
        "2001:DB8:1:2:ffff::, 2001:db8:1:2:0:0:0:0/64",
        "::1, 0:0:0:0:0:0:0:0/64",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:0/64",
        "::ffff:192.0.2.7, 192.0.2.7",
        "unknown, unknown",
        "1:2, 1:2"
    })
    void addressCountsAsItsNetwork(String text, String counted) {
        assertThat(ClientAddress.of(text).value()).isEqualTo(counted);
    }
}
