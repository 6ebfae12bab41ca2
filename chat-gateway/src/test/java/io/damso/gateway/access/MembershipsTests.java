package io.damso.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MembershipsTests {

    private static final MembershipQuestion QUESTION = new MembershipQuestion("r1", "alice");

    private final AtomicInteger asked = new AtomicInteger();
    private final RecordingAccess live = new RecordingAccess();
    private volatile boolean member = true;
    private volatile boolean away;

    @Test
    void answerIsRememberedUntilAChangeArrives() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        member = false;
        assertThat(memberships.isMember(QUESTION)).isTrue();
        assertThat(asked).hasValue(1);
        memberships.changed(new MembershipChanged("r1", "alice", false));
        assertThat(memberships.isMember(QUESTION)).isFalse();
    }

    @Test
    void lateNewsOfWhatIsKnownLeavesItKnown() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = true;
        memberships.changed(new MembershipChanged("r1", "alice", true));
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void newsOfJoiningEndsARefusal() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        member = false;
        assertThat(memberships.isMember(QUESTION)).isFalse();
        member = true;
        memberships.changed(new MembershipChanged("r1", "alice", true));
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void refusalIsForgottenByItself() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofMillis(20));
        member = false;
        assertThat(memberships.isMember(QUESTION)).isFalse();
        member = true;
        await("the refusal to be forgotten").until(() -> memberships.isMember(QUESTION));
    }

    @Test
    void oldAnswerIsRefreshed() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofMillis(20), Duration.ofMillis(20));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        member = false;
        await("the refreshed answer").until(() -> !memberships.isMember(QUESTION));
    }

    @Test
    void oldAnswerCountsWhileNobodyCanRefreshIt() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofMillis(20), Duration.ofMillis(20));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = true;
        await("several failed refreshes").until(() -> memberships.isMember(QUESTION) && asked.get() > 3);
    }

    @Test
    void oldAnswerCountsForABoundedTimeOnly() throws MembershipUnknownException {
        Memberships memberships =
                memberships(properties(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(20)));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = true;
        await("the end of what was known").untilAsserted(() ->
                assertThatExceptionOfType(MembershipUnknownException.class)
                        .isThrownBy(() -> memberships.isMember(QUESTION)));
    }

    @Test
    void removalEndsWhatLivesOnTheMembershipAfterItIsForgotten() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        live.onEnd = () -> assertThat(memberships.believed()).isEmpty();
        memberships.changed(new MembershipChanged("r1", "alice", false));
        assertThat(live.ended).containsExactly("alice in r1");
    }

    @Test
    void joiningEndsNothing() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        memberships.changed(new MembershipChanged("r1", "alice", true));
        assertThat(live.ended).isEmpty();
    }

    @Test
    void refreshedNoEndsWhatLivesOnTheMembership() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofMillis(20), Duration.ofHours(1));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        member = false;
        await("the refreshed answer").until(() -> !memberships.isMember(QUESTION));
        assertThat(live.ended).contains("alice in r1");
    }

    @Test
    void outsiderIsRefusedAfterWhatWasLeftOfThemEnded() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        member = false;
        assertThat(memberships.isMember(QUESTION)).isFalse();
        assertThat(live.ended).containsExactly("alice in r1");
        assertThat(memberships.isMember(QUESTION)).isFalse();
        assertThat(asked).hasValue(1);
    }

    @Test
    void recheckEndsWhatIsNoLongerTrueAndNothingWithoutAnAnswer() throws Exception {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        live.running.add(new MembershipQuestion("r2", "bob"));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        List<MembershipQuestion> believed = List.copyOf(memberships.believed());
        assertThat(believed).containsExactlyInAnyOrder(QUESTION, new MembershipQuestion("r2", "bob"));
        assertThat(memberships.recheck(believed)).isTrue();
        away = true;
        assertThat(memberships.recheck(believed)).isFalse();
        assertThat(live.ended).isEmpty();
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = false;
        member = false;
        assertThat(memberships.recheck(believed)).isTrue();
        assertThat(live.ended).containsExactlyInAnyOrder("alice in r1", "bob in r2");
        assertThat(memberships.isMember(QUESTION)).isFalse();
    }

    @Test
    void withoutAnAnswerNothingIsKnown() throws MembershipUnknownException {
        Memberships memberships = memberships(Duration.ofHours(1), Duration.ofHours(1));
        away = true;
        assertThatExceptionOfType(MembershipUnknownException.class).isThrownBy(() -> memberships.isMember(QUESTION));
        away = false;
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void whoTriesAgainDoesNotWaitForAnAnswerThatIsLost() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        Memberships memberships = new Memberships(
                new AccessProperties(100, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1),
                        Duration.ofHours(1), Duration.ofMillis(200)),
                questions -> {
                    if (asked.incrementAndGet() == 1) {
                        awaitLatch(lost);
                    }
                    return Collections.nCopies(questions.size(), member);
                },
                live,
                Executors.newVirtualThreadPerTaskExecutor());
        assertThatExceptionOfType(MembershipUnknownException.class).isThrownBy(() -> memberships.isMember(QUESTION));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        lost.countDown();
    }

    @Test
    void changeDuringAQuestionMakesItsAnswerVoid() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Memberships memberships = new Memberships(
                properties(Duration.ofHours(1), Duration.ofHours(1)),
                questions -> {
                    boolean answered = member;
                    asking.countDown();
                    awaitLatch(answer);
                    return List.of(answered);
                },
                live,
                Executors.newVirtualThreadPerTaskExecutor());
        Thread first = Thread.ofVirtual().start(() -> ask(memberships));
        asking.await();
        member = false;
        memberships.changed(new MembershipChanged("r1", "alice", false));
        answer.countDown();
        first.join();
        assertThat(memberships.isMember(QUESTION)).isFalse();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ask(Memberships memberships) {
        try {
            memberships.isMember(QUESTION);
        } catch (MembershipUnknownException e) {
            throw new IllegalStateException(e);
        }
    }

    private Memberships memberships(Duration refreshAfter, Duration forgetRefusalAfter) {
        return memberships(properties(refreshAfter, forgetRefusalAfter));
    }

    private Memberships memberships(AccessProperties properties) {
        return new Memberships(
                properties,
                questions -> {
                    asked.incrementAndGet();
                    if (away) {
                        throw new IllegalStateException("away");
                    }
                    return Collections.nCopies(questions.size(), member);
                },
                live,
                Executors.newVirtualThreadPerTaskExecutor());
    }

    private static AccessProperties properties(Duration refreshAfter, Duration forgetRefusalAfter) {
        return properties(refreshAfter, Duration.ofHours(1), forgetRefusalAfter);
    }

    private static AccessProperties properties(Duration refreshAfter, Duration keep, Duration forgetRefusalAfter) {
        return new AccessProperties(
                100, refreshAfter, Duration.ofHours(1), keep, forgetRefusalAfter, Duration.ofSeconds(5));
    }
}
