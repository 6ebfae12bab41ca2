package io.damso.gateway.rooms;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One subscription of one client to a room. Safe for use by many threads. */
public final class RoomSubscription {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    final RoomListener listener;
    private final Feed feed;
    private final Feed.Group group;
    private volatile @Nullable CompletableFuture<Void> waiting;

    RoomSubscription(Feed feed, Feed.Group group, RoomListener listener, boolean live) {
        this.feed = feed;
        this.group = group;
        this.listener = listener;
        this.waiting = live ? null : new CompletableFuture<>();
    }

    /**
     * Completes when the broker has confirmed: what is published from then on is delivered. Fails with a
     * {@link RefusedException} if that took too long; the subscription is cancelled then.
     */
    public CompletableFuture<Void> whenLive() {
        CompletableFuture<Void> future = waiting;
        return future == null ? DONE : future;
    }

    /** Ends the subscription if no confirm has come; the two cannot both win. */
    void giveUp() {
        CompletableFuture<Void> future = waiting;
        if (future != null
                && future.completeExceptionally(new RefusedException(ErrorCode.SUBSCRIPTION_UNCONFIRMED))) {
            feed.remove(this, group);
        }
    }

    /** Ends the subscription. A message that is being delivered at this moment may still come. Does nothing twice. */
    public void cancel() {
        feed.remove(this, group);
        CompletableFuture<Void> future = waiting;
        if (future != null) {
            future.completeExceptionally(new RefusedException(ErrorCode.SUBSCRIPTION_UNCONFIRMED));
        }
    }

    /** Returns whether a confirm has come before. */
    boolean wasLive() {
        return waiting == null;
    }

    void confirm() {
        CompletableFuture<Void> future = waiting;
        waiting = null;
        if (future != null) {
            future.complete(null);
        }
    }
}
