package io.damso.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.edge.limits.ClientAddress;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionsTests {

    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final ClientAddress HERE = new ClientAddress("192.0.2.1");
    private static final ClientAddress THERE = new ClientAddress("192.0.2.2");

    private final AtomicLong nanos = new AtomicLong();
    private final Admissions admissions = new Admissions(new SessionLimits(4, 2, 3), nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(call).matches(e -> e.code() == code, code.slug());
    }

    @Test
    void nodeHasRoomUntilItIsFullAndAgainWhenPlacesWereNotClaimed() throws RefusedException {
        for (int i = 0; i < 4; i++) {
            assertThat(admissions.hasRoom()).isTrue();
            admissions.admit(new ClientAddress("198.51.100." + i));
        }
        assertThat(admissions.hasRoom()).isFalse();
        pass(Duration.ofSeconds(11)); // no other place was requested meanwhile
        assertThat(admissions.hasRoom()).isTrue();
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
        first.end(); // a repeat has no effect
        admissions.admit(THERE);
        assertRefused(ErrorCode.NODE_FULL, () -> admissions.admit(HERE));
    }

    @Test
    void sessionsOfAUserAreBounded() throws RefusedException {
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
    void endingSessionIsNotCountedForItsUser() throws RefusedException {
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
    void sessionThatEndsDuringConnectIsNotCounted() throws RefusedException {
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
    void addressesOfOneNetworkAreCountedTogether(String text, String counted) {
        assertThat(ClientAddress.of(text).value()).isEqualTo(counted);
    }
}
