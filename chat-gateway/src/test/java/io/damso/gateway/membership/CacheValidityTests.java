package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CacheValidityTests {

    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final MembershipQuestion QUESTION = new MembershipQuestion("r1", "alice");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // values of System.nanoTime may overflow
    private final CacheValidity validity = new CacheValidity(HOLD, now::get);
    private volatile boolean member = true;
    private volatile boolean away;
    private final Memberships memberships = new Memberships(
            TestProperties.access(),
            questions -> {
                if (away) {
                    throw new IllegalStateException("away");
                }
                return Collections.nCopies(questions.size(), member);
            },
            new RecordingAccess(),
            validity,
            Executors.newVirtualThreadPerTaskExecutor());

    private void settle() {
        validity.connected();
        validity.consuming();
        validity.rechecked(validity.epoch());
    }

    @Test
    void cacheIsValidOnceEventsAreConsumedAndAllIsRechecked() {
        assertThat(validity.isSuspended()).isTrue();
        settle();
        assertThat(validity.isSuspended()).isFalse();
        assertThat(validity.isValid()).isTrue();
    }

    @Test
    void recheckOfAnEarlierEpochMakesNothingValid() {
        validity.consuming();
        int first = validity.epoch();
        validity.consuming();
        validity.rechecked(first);
        assertThat(validity.isValid()).isFalse();
        validity.eventsLost(true);
        validity.rechecked(validity.epoch());
        assertThat(validity.isValid()).isFalse();
    }

    @Test
    void suspensionLastsWhileTheBrokerIsAwayAndForABoundedTimeAfterwards() {
        settle();
        validity.eventsLost(true);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(validity.isSuspended()).isTrue();
        validity.connected();
        now.addAndGet(HOLD.toNanos() - 1);
        validity.consuming();
        validity.connected(); // another connection, which changes nothing
        assertThat(validity.isSuspended()).isTrue();
        now.incrementAndGet();
        assertThat(validity.isSuspended()).isFalse();
        assertThat(validity.isValid()).isFalse();
    }

    @Test
    void repeatedFailuresOfTheConsumerDoNotExtendTheSuspension() {
        settle();
        validity.eventsLost(true);
        validity.eventsLost(false);
        assertThat(validity.isConnected()).isFalse();
        validity.connected();
        now.addAndGet(HOLD.toNanos() / 2);
        validity.eventsLost(false);
        now.addAndGet(HOLD.toNanos() / 2);
        assertThat(validity.isSuspended()).isFalse();
    }

    @Test
    void suspensionBeginsWhenTheConsumerFailsOnAnOpenConnection() {
        settle();
        now.addAndGet(Duration.ofHours(1).toNanos());
        validity.eventsLost(false);
        assertThat(validity.isConnected()).isTrue();
        assertThat(validity.isSuspended()).isTrue();
        now.addAndGet(HOLD.toNanos());
        assertThat(validity.isSuspended()).isFalse();
    }

    @Test
    void membershipFromBeforeAnOutageAllowsNoSend() throws Exception {
        settle();
        assertThat(memberships.isVerifiedMember(QUESTION)).isTrue();
        validity.eventsLost(true);
        assertThatExceptionOfType(MembershipUnknownException.class)
                .isThrownBy(() -> memberships.isVerifiedMember(QUESTION));
        member = false;
        validity.connected();
        assertThat(memberships.isVerifiedMember(QUESTION)).isFalse();
    }

    @Test
    void membershipThatWasAskedForSinceTheOutageAllowsSend() throws Exception {
        settle();
        validity.eventsLost(true);
        validity.connected();
        assertThat(memberships.isVerifiedMember(QUESTION)).isTrue();
        validity.consuming(); // earlier answers may have changed without an event
        away = true;
        Thread waiting = Thread.ofVirtual().start(() -> {
            while (memberships.queued() == 0 && validity.isSuspended()) {
                Thread.onSpinWait();
            }
            away = false;
        });
        assertThat(memberships.isVerifiedMember(QUESTION)).isTrue();
        waiting.join();
        away = true;
        assertThat(memberships.isVerifiedMember(QUESTION)).isTrue();
    }

    @Test
    void afterTheSuspensionCachedMembershipsAreUsedAgain() throws Exception {
        settle();
        assertThat(memberships.isVerifiedMember(QUESTION)).isTrue();
        validity.eventsLost(true);
        validity.connected();
        validity.consuming();
        now.addAndGet(HOLD.toNanos());
        away = true;
        assertThat(memberships.isVerifiedMember(QUESTION)).isTrue();
    }
}
