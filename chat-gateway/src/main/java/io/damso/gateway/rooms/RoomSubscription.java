package io.damso.gateway.rooms;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One subscription of one client to a room. Thread-safe. */
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
     * Returns a future that completes when the broker has confirmed the subscription; messages published from then on
     * are delivered. It fails with a {@link RefusedException} if the confirm does not arrive in time or the
     * subscription is cancelled before it.
     */
    public CompletableFuture<Void> whenLive() {
        CompletableFuture<Void> future = waiting;
        return future == null ? DONE : future;
    }

    /** Ends the subscription if it is not confirmed. Either this or {@link #confirm} takes effect, never both. */
    void giveUp() {
        CompletableFuture<Void> future = waiting;
        if (future != null && future.completeExceptionally(new RefusedException(ErrorCode.SUBSCRIPTION_UNCONFIRMED))) {
            feed.remove(this, group);
        }
    }

    /**
     * Ends the subscription. A delivery that is in progress completes first; after the return no message is delivered.
     * Repeated calls have no effect.
     */
    public void cancel() {
        feed.remove(this, group);
        CompletableFuture<Void> future = waiting;
        if (future != null) {
            future.completeExceptionally(new RefusedException(ErrorCode.SUBSCRIPTION_UNCONFIRMED));
        }
    }

    /** Returns whether the subscription was confirmed at least once. */
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
