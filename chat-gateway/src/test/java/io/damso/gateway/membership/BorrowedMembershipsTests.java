package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.membership.question.MembershipSource;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Persistence does not answer, but another gateway may know. */
class BorrowedMembershipsTests implements MembershipSource {

    private static final MembershipQuestion QUESTION = new MembershipQuestion("r1", "alice");

    private final CountDownLatch silence = new CountDownLatch(1);
    private final AtomicInteger peersAsked = new AtomicInteger();
    private final RecordingAccess live = new RecordingAccess();
    private final Memberships memberships = new Memberships(
            TestProperties.answeredWithin(Duration.ofSeconds(3)),
            this,
            live,
            TestProperties.validity(),
            Executors.newVirtualThreadPerTaskExecutor());
    private volatile boolean knownToPeers = true;
    private volatile @Nullable CompletableFuture<Boolean> answerOfPeers;
    private volatile Runnable whilePeersThink = () -> {};

    @Override
    public List<Boolean> areMembers(List<MembershipQuestion> questions) {
        try {
            silence.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Collections.nCopies(questions.size(), false);
    }

    @Override
    public CompletableFuture<Boolean> isKnownToPeers(MembershipQuestion question) {
        peersAsked.incrementAndGet();
        whilePeersThink.run();
        CompletableFuture<Boolean> later = answerOfPeers;
        return later == null ? CompletableFuture.completedFuture(knownToPeers) : later;
    }

    @AfterEach
    void speak() {
        silence.countDown();
    }

    @Test
    void membershipThatAnotherGatewayKnowsIsUsed() throws Exception {
        assertThat(memberships.isMember(QUESTION)).isTrue();
        assertThat(memberships.isMember(QUESTION)).isTrue();
        assertThat(peersAsked).as("asked once, then cached").hasValue(1);
    }

    /** It has a thread less than processors, and anybody in the JVM may block it. */
    @Test
    void blockedCommonPoolKeepsNobodyWaiting() throws Exception {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(pool.getParallelism());
        for (int i = 0; i < pool.getParallelism(); i++) {
            pool.execute(() -> {
                blocked.countDown();
                assertThatCode(end::await).doesNotThrowAnyException();
            });
        }
        try {
            blocked.await();
            assertThat(memberships.isMember(QUESTION)).isTrue();
        } finally {
            end.countDown();
        }
    }

    @Test
    void membershipThatNobodyKnowsIsUnknown() {
        knownToPeers = false;
        assertThatExceptionOfType(MembershipUnknownException.class).isThrownBy(() -> memberships.isMember(QUESTION));
        assertThat(peersAsked).hasValue(1);
    }

    @Test
    void removalWhileOthersAreAskedMakesTheirAnswerStale() {
        whilePeersThink = () -> {
            memberships.changed(new MembershipChanged("r1", "alice", false));
            knownToPeers = peersAsked.get() == 1;
        };
        assertThatExceptionOfType(MembershipUnknownException.class).isThrownBy(() -> memberships.isMember(QUESTION));
        assertThat(peersAsked).hasValueGreaterThan(1);
    }

    /** Another gateway says what was true before, at the moment at which the answer of persistence is applied. */
    @Test
    void negativeAnswerOfPersistenceIsNewerThanWhatOthersKnow() throws Exception {
        CompletableFuture<Boolean> others = new CompletableFuture<>();
        answerOfPeers = others;
        whilePeersThink = silence::countDown;
        live.onEnd = () -> {
            live.onEnd = () -> {}; // if the late answer is the first one, persistence is asked again
            await("the others to be asked")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> others.getNumberOfDependents() > 0);
            Thread late = Thread.ofPlatform().daemon().start(() -> others.complete(true));
            await("the late answer to wait for this one")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> late.getState() == Thread.State.BLOCKED);
        };
        assertThat(memberships.isMember(QUESTION)).isFalse();
        assertThat(memberships.isMember(QUESTION)).as("nothing was cached").isFalse();
    }

    @Test
    void removalEndsABorrowedMembership() throws Exception {
        assertThat(memberships.isMember(QUESTION)).isTrue();
        memberships.changed(new MembershipChanged("r1", "alice", false));
        knownToPeers = false;
        assertThatExceptionOfType(MembershipUnknownException.class).isThrownBy(() -> memberships.isMember(QUESTION));
    }

    /** Two gateways must not keep it alive for each other. */
    @Test
    void borrowedMembershipIsNotPassedOn() throws Exception {
        assertThat(memberships.isMember(QUESTION)).isTrue();
        assertThat(memberships.isKnown(QUESTION)).isFalse();
    }
}
