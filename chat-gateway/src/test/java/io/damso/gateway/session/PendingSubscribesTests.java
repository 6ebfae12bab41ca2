package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.RefusedException;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits longer than the test allows fails it. */
@Timeout(30)
class PendingSubscribesTests {

    private static final RoomId ROOM = new RoomId("r1");
    private static final RoomId OTHER_ROOM = new RoomId("r2");
    private static final Duration FOR_EVER = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final PendingSubscribes pending = new PendingSubscribes();

    private CompletableFuture<Void> subscribe(RoomId roomId) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        pending.add(new Destination.RoomMessages(roomId), answered);
        return answered;
    }

    private Thread waiter() {
        Thread waiter = Thread.startVirtualThread(() -> pending.await(ROOM, FOR_EVER));
        await("the wait").until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }

    /** Returns whether a call that waits for a moment at most does wait. */
    private boolean waits(RoomId roomId) {
        long begin = System.nanoTime();
        pending.await(roomId, SHORT);
        return System.nanoTime() - begin >= SHORT.toNanos();
    }

    @Test
    void everySubscribeOfTheRoomIsWaitedFor() throws InterruptedException {
        CompletableFuture<Void> first = subscribe(ROOM);
        CompletableFuture<Void> second = subscribe(ROOM);
        Thread waiter = waiter();
        first.complete(null);
        assertThat(waiter.isAlive()).isTrue();
        second.complete(null);
        waiter.join();
        pending.await(ROOM, FOR_EVER);
    }

    @Test
    void refusalEndsTheWait() throws InterruptedException {
        CompletableFuture<Void> subscribe = subscribe(ROOM);
        Thread waiter = waiter();
        subscribe.completeExceptionally(new RefusedException(ErrorCode.SUBSCRIPTION_UNCONFIRMED));
        waiter.join();
        pending.await(ROOM, FOR_EVER);
    }

    @Test
    void onlyUnansweredSubscribesOfTheRoomAreWaitedFor() {
        subscribe(OTHER_ROOM);
        pending.add(new Destination.RoomMessages(ROOM), CompletableFuture.completedFuture(null));
        pending.add(new Destination.UserErrors(), new CompletableFuture<>());
        pending.await(ROOM, FOR_EVER);
    }

    @Test
    void zeroNeverWaits() {
        subscribe(ROOM);
        pending.await(ROOM, Duration.ZERO);
    }

    @Test
    void brokerThatDoesNotAnswerDelaysASessionOnce() {
        CompletableFuture<Void> unanswered = subscribe(ROOM);
        assertThat(waits(ROOM)).isTrue();
        CompletableFuture<Void> other = subscribe(OTHER_ROOM);
        pending.await(ROOM, FOR_EVER);
        pending.await(OTHER_ROOM, FOR_EVER);
        unanswered.complete(null);
        assertThat(waits(OTHER_ROOM)).isTrue();
        other.complete(null);
        pending.await(OTHER_ROOM, FOR_EVER);
    }
}
