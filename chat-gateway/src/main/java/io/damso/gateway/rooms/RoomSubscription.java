package io.damso.gateway.rooms;

import io.damso.gateway.RefusedException;
import io.damso.gateway.rooms.feed.Replay;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.Missed;
import io.damso.protocol.feeds.RoomState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of one client to a room. First what was missed is replayed, as fast as the client reads; then
 * {@link #whenLive} completes, and after {@link #start} messages come as they are delivered. What is delivered
 * meanwhile waits, so that nothing is missing or doubled in between. Thread-safe; guarded by the feed's monitor.
 */
public final class RoomSubscription {

    /** Messages that may wait for a client that does not read, beyond what it asked for. */
    private static final int MOST_WAITING = 1_000;

    private final Feed feed;
    private final Groups.Label label;
    private final RoomListener listener;
    private final Join join;
    private final CompletableFuture<Joined> joined = new CompletableFuture<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>(1);

    /** What the client has got when all that was missed is delivered; null if there is no position. */
    private @Nullable Position reached;

    /** The position of what is delivered includes this; null as long as that is not so. */
    private @Nullable Position floor;

    private @Nullable Position current;
    private @Nullable RoomState target;

    /** What was replayed: another copy of it may come before this subscription gets all messages. */
    private Set<String> replayedIds = Set.of();

    private @Nullable ErrorCode failure;
    private int replayed;
    private int beforeAnswer;
    private boolean ready;
    private boolean answered;
    private boolean started;
    private boolean pumping;
    private boolean ended;
    private boolean interrupted;

    /** Something was delivered of which no position is known: the answer can have none that includes it. */
    private boolean unplaced;

    /**
     * A message for this subscription.
     *
     * @param position of the client, for what was missed, otherwise of the feed; null if there is none
     */
    private record Waiting(RoomMessage message, @Nullable Position position, boolean missed) {}

    RoomSubscription(Feed feed, Groups.Label label, Join join, RoomListener listener) {
        this.feed = feed;
        this.label = label;
        this.join = join;
        this.listener = listener;
    }

    /**
     * Returns a future that completes when the broker has confirmed the subscription and what was missed is delivered;
     * messages that are published from then on are delivered after {@link #start}. It fails with a
     * {@link RefusedException} if the confirm does not arrive in time or the subscription is cancelled before it.
     */
    public CompletableFuture<Joined> whenLive() {
        return joined;
    }

    /** Delivers what comes from now on. Call it when the client was told the outcome of {@link #whenLive}. */
    public void start() {
        synchronized (feed) {
            started = true;
            if (!pumping && !ended && answered) {
                pumpOrActivate();
            }
        }
    }

    Groups.Label label() {
        return label;
    }

    RoomListener listener() {
        return listener;
    }

    Join join() {
        return join;
    }

    /** Returns whether the listener is to be told of an interruption: not before the outcome of the subscription. */
    boolean tellInterrupted() {
        interrupted = answered;
        return answered;
    }

    /** Returns whether the listener is to be told of the end of an interruption: only if it was told of it. */
    boolean tellResumed(Missed missed) {
        boolean told = interrupted;
        interrupted = told && missed != Missed.DELIVERED;
        return told;
    }

    boolean isReady() {
        return ready;
    }

    /** What is stored up to this is replayed, so that it is not passed on again; null if nothing is replayed. */
    void replaysUpTo(@Nullable RoomState stored) {
        target = stored;
    }

    /** The feed delivers a message, before the subscription gets all messages. */
    void offer(RoomMessage message, @Nullable Position shared) {
        // Until something is replayed, it is not known whether it can be.
        boolean known = ready ? isKnown(message) || replayedIds.contains(message.id()) : isKnownToClient(message);
        if (!known) {
            waiting.add(new Waiting(message, shared, false));
            if (isTooFarBehind()) {
                deliverAll();
            } else if (started && !pumping) {
                pumpOrActivate();
            }
        }
    }

    /** Leaves a client that does not read to its mailbox, which ends it beyond its limit. */
    private void deliverAll() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            deliver(next);
        }
    }

    private boolean isKnown(RoomMessage message) {
        RoomState stored = target;
        return stored != null
                        && (message.seq() > 0 && message.seq() <= stored.seq()
                                || message.number() > 0
                                        && message.number() <= stored.origins().getOrDefault(message.origin(), 0L))
                || isKnownToClient(message);
    }

    private boolean isKnownToClient(RoomMessage message) {
        return join instanceof Join.After(Position client)
                && (client.hasHeard(message.origin(), message.number())
                        || message.seq() > 0 && message.seq() <= client.stored());
    }

    /**
     * What is replayed is known, or that nothing can be.
     *
     * @param missed messages before those that were offered
     * @param after position of a client that has got them, and of which nothing else is missing; null if there is none
     * @param why why what was missed is not among them; null if it is
     */
    void ready(List<Replay> missed, @Nullable Position after, @Nullable ErrorCode why) {
        ready = true;
        failure = why;
        if (why != null) {
            target = null; // nothing is replayed up to it
        }
        replayed = missed.size();
        replayedIds = missed.stream().map(each -> each.message().id()).collect(Collectors.toSet());
        waiting.removeIf(offered -> isKnown(offered.message())
                || replayedIds.contains(offered.message().id()));
        List<Waiting> offered = List.copyOf(waiting);
        waiting.clear();
        missed.forEach(each -> waiting.add(new Waiting(each.message(), each.position(), true)));
        waiting.addAll(offered);
        // What was offered before comes before the answer as well, so that the position of the answer includes it.
        beforeAnswer = waiting.size();
        reached = after;
        floor = why == null && (target != null || !missed.isEmpty()) ? after : null;
        if (beforeAnswer == 0) {
            answer();
        } else {
            pump();
        }
    }

    private void answer() {
        answered = true;
        Position before = current;
        Position after = unplaced ? null : reached;
        Joined outcome =
                new Joined(feed.token(before == null || after == null ? after : after.and(before)), replayed, failure);
        feed.later(() -> joined.complete(outcome));
    }

    private void pumpOrActivate() {
        if (waiting.isEmpty()) {
            activate();
        } else {
            pump();
        }
    }

    /** Joins those that get every message, unless one that was replayed may still come. */
    void activate() {
        if (started && waiting.isEmpty() && !ended && !pumping && feed.covers(target)) {
            ended = feed.activate(this);
            replayedIds = Set.of();
        }
    }

    private void pump() {
        pumping = true;
        feed.replay(this::deliverWaiting);
    }

    /** Delivers what waits until the client is behind. Runs without the monitor. */
    private void deliverWaiting() {
        while (deliverNext()) {
            if (!listener.whenReady(() -> feed.replay(this::deliverWaiting))) {
                return;
            }
        }
        feed.runLater();
    }

    /** Returns whether more is to be delivered now. */
    private boolean deliverNext() {
        synchronized (feed) {
            if (ended) {
                return false;
            }
            if (beforeAnswer > 0 || started) {
                Waiting next = waiting.poll();
                if (next != null) {
                    deliver(next);
                }
            }
            if (beforeAnswer == 0 && !answered) {
                answer();
            }
            pumping = !waiting.isEmpty() && (beforeAnswer > 0 || started);
            if (!pumping) {
                activate();
            }
            return pumping;
        }
    }

    private void deliver(Waiting next) {
        Position own = next.position();
        current = own == null || next.missed() || floor == null ? own : own.and(floor);
        unplaced |= own == null;
        listener.deliver(label.frame(next.message().at(feed.token(current))));
        beforeAnswer = Math.max(0, beforeAnswer - 1);
    }

    /**
     * Ends the subscription if what it begins with is not known. Either this or {@link #ready} takes effect, never
     * both.
     */
    void giveUp() {
        synchronized (feed) {
            if (ready) {
                return;
            }
        }
        cancel();
    }

    /**
     * Ends the subscription. A delivery that is in progress completes first; after the return no message is delivered.
     * Repeated calls have no effect.
     */
    public void cancel() {
        synchronized (feed) {
            feed.remove(this);
            ended = true;
            waiting.clear();
        }
        joined.completeExceptionally(new RefusedException(ErrorCode.SUBSCRIPTION_UNCONFIRMED));
    }

    private boolean isTooFarBehind() {
        return ready && waiting.size() - beforeAnswer > MOST_WAITING;
    }
}
