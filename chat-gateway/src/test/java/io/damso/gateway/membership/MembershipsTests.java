package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MembershipsTests {

    private static final MembershipQuestion QUESTION = new MembershipQuestion("r1", "alice");

    private final AtomicInteger asked = new AtomicInteger();
    private final RecordingAccess live = new RecordingAccess();
    private volatile boolean member = true;
    private volatile boolean away;

    @Test
    void answerIsCachedUntilAChangeArrives() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.access());
        assertThat(memberships.isMember(QUESTION)).isTrue();
        member = false;
        assertThat(memberships.isMember(QUESTION)).isTrue();
        assertThat(asked).hasValue(1);
        memberships.changed(new MembershipChanged("r1", "alice", false));
        assertThat(memberships.isMember(QUESTION)).isFalse();
    }

    @Test
    void eventOfAKnownMembershipLeavesItCached() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.access());
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = true;
        memberships.changed(new MembershipChanged("r1", "alice", true));
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void userWhoIsAddedIsNoLongerRefused() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.access());
        member = false;
        assertThat(memberships.isMember(QUESTION)).isFalse();
        member = true;
        memberships.changed(new MembershipChanged("r1", "alice", true));
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void oldAnswerIsRefreshed() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.remembering(Duration.ofMillis(20), Duration.ofHours(1)));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        member = false;
        await("the refreshed answer").until(() -> !memberships.isMember(QUESTION));
    }

    @Test
    void oldAnswerIsUsedWhileItCannotBeRefreshed() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.remembering(Duration.ofMillis(20), Duration.ofHours(1)));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = true;
        await("several failed refreshes").until(() -> memberships.isMember(QUESTION) && asked.get() > 3);
    }

    @Test
    void oldAnswerIsUsedForABoundedTimeOnly() throws MembershipUnknownException {
        Memberships memberships =
                memberships(TestProperties.remembering(Duration.ofMillis(20), Duration.ofMillis(200)));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = true;
        await("the end of what was known")
                .untilAsserted(() -> assertThatExceptionOfType(MembershipUnknownException.class)
                        .isThrownBy(() -> memberships.isMember(QUESTION)));
    }

    @Test
    void removalDropsTheMembershipBeforeItEndsSubscriptions() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.access());
        assertThat(memberships.isMember(QUESTION)).isTrue();
        live.onEnd = () -> assertThat(memberships.cachedAndSubscribed()).isEmpty();
        memberships.changed(new MembershipChanged("r1", "alice", false));
        assertThat(live.ended).containsExactly("alice in r1");
    }

    @Test
    void joiningEndsNoSubscription() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.access());
        assertThat(memberships.isMember(QUESTION)).isTrue();
        memberships.changed(new MembershipChanged("r1", "alice", true));
        assertThat(live.ended).isEmpty();
    }

    @Test
    void negativeAnswerToARefreshEndsSubscriptions() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.remembering(Duration.ofMillis(20), Duration.ofHours(1)));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        member = false;
        await("the refreshed answer").until(() -> !memberships.isMember(QUESTION));
        assertThat(live.ended).contains("alice in r1");
    }

    @Test
    void negativeAnswerEndsRemainingSubscriptions() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.access());
        member = false;
        assertThat(memberships.isMember(QUESTION)).isFalse();
        assertThat(live.ended).containsExactly("alice in r1");
    }

    @Test
    void recheckEndsRevokedMembershipsAndNoneWithoutAnAnswer() throws Exception {
        Memberships memberships = memberships(TestProperties.access());
        live.running.add(new MembershipQuestion("r2", "bob"));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        List<MembershipQuestion> used = List.copyOf(memberships.cachedAndSubscribed());
        assertThat(used).containsExactlyInAnyOrder(QUESTION, new MembershipQuestion("r2", "bob"));
        assertThat(memberships.recheck(used)).isTrue();
        away = true;
        assertThat(memberships.recheck(used)).isFalse();
        assertThat(live.ended).isEmpty();
        assertThat(memberships.isMember(QUESTION)).isTrue();
        away = false;
        member = false;
        assertThat(memberships.recheck(used)).isTrue();
        assertThat(live.ended).containsExactlyInAnyOrder("alice in r1", "bob in r2");
        assertThat(memberships.isMember(QUESTION)).isFalse();
    }

    @Test
    void withoutAnAnswerNothingIsKnown() throws MembershipUnknownException {
        Memberships memberships = memberships(TestProperties.access());
        away = true;
        assertThatExceptionOfType(MembershipUnknownException.class).isThrownBy(() -> memberships.isMember(QUESTION));
        away = false;
        assertThat(memberships.isMember(QUESTION)).isTrue();
    }

    @Test
    void repeatedQuestionDoesNotWaitForALostAnswer() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        Memberships memberships = new Memberships(
                TestProperties.answeredWithin(Duration.ofSeconds(5)),
                questions -> {
                    if (asked.incrementAndGet() == 1) {
                        awaitLatch(lost);
                    }
                    return Collections.nCopies(questions.size(), member);
                },
                live,
                TestProperties.validity(),
                Executors.newVirtualThreadPerTaskExecutor());
        assertThatExceptionOfType(MembershipUnknownException.class).isThrownBy(() -> memberships.isMember(QUESTION));
        assertThat(memberships.isMember(QUESTION)).isTrue();
        lost.countDown();
    }

    @Test
    void changeDuringAQuestionMakesItsAnswerStale() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Memberships memberships = new Memberships(
                TestProperties.access(),
                questions -> {
                    boolean answered = member;
                    asking.countDown();
                    awaitLatch(answer);
                    return List.of(answered);
                },
                live,
                TestProperties.validity(),
                Executors.newVirtualThreadPerTaskExecutor());
        Thread first = Thread.ofVirtual().start(() -> ask(memberships));
        asking.await();
        member = false;
        memberships.changed(new MembershipChanged("r1", "alice", false));
        answer.countDown();
        first.join();
        assertThat(memberships.isMember(QUESTION)).isFalse();
    }

    @Test
    void sourceThatBlocksDoesNotBlockTheDelayThread() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Memberships memberships = new Memberships(
                TestProperties.access(),
                questions -> {
                    asking.countDown();
                    awaitLatch(answer);
                    return List.of(true);
                },
                live,
                TestProperties.validity(),
                Executors.newVirtualThreadPerTaskExecutor());
        Thread asker = Thread.ofVirtual().start(() -> ask(memberships));
        try {
            asking.await();
            CompletableFuture<String> other =
                    new CompletableFuture<String>().completeOnTimeout("in time", 1, TimeUnit.MILLISECONDS);
            assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo("in time");
        } finally {
            answer.countDown();
        }
        asker.join();
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

    private Memberships memberships(MembershipProperties properties) {
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
                TestProperties.validity(),
                Executors.newVirtualThreadPerTaskExecutor());
    }
}
