package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.FeedEffects;
import io.damso.gateway.rooms.feed.Replay;
import io.damso.gateway.rooms.feed.Ring;
import io.damso.gateway.rooms.feed.RoomFeedState;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of one room on this node: its subscriptions, and the state of what was heard ({@link RoomFeedState}).
 * Subscriptions that begin are listed apart until they have got what they missed. Guarded by its monitor; feeds do not
 * wait for each other. Answers and notices to clients are written without the monitor.
 */
final class Feed implements RoomSink, RoomHistory.Waiting {

    /** Two losses within this time that only digests told are no accident. */
    private static final long REBIND_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final RoomId roomId;
    private final FeedContext context;
    private final RoomFeedState state;
    private final Groups groups = new Groups();
    private final List<RoomSubscription> joining = new ArrayList<>(1);
    private final JoinReads reads;
    private final Notices notices = new Notices();

    private @Nullable Runnable cancellation;
    private int subscriptions;
    private boolean closed;
    private long emptySince;
    private long lastMessage;
    private long unnoticed;

    /** Creates a feed without subscriptions. */
    Feed(RoomId roomId, FeedContext context) {
        this.roomId = roomId;
        this.context = context;
        this.state = new RoomFeedState(roomId, context.limits(), context.budget(), new Effects());
        this.reads = new JoinReads(this, state, context);
    }

    @Override
    public RoomId roomId() {
        return roomId;
    }

    /**
     * Adds a subscription. The first one subscribes the node to the room at the broker.
     *
     * @return null if the feed is closed
     */
    @Nullable
    RoomSubscription add(Groups.Label label, Join join, RoomListener listener) {
        RoomSubscription subscription;
        synchronized (this) {
            if (closed) {
                return null;
            }
            if (cancellation == null) {
                cancellation = context.relay().subscribe(roomId, this);
            }
            subscription = new RoomSubscription(this, label, join, listener);
            subscriptions++;
            joining.add(subscription);
            if (state.isOpen()) {
                begin(subscription);
            } else if (join.readsStore()) {
                reads.add(subscription); // the barrier of the feed serves it as well
            }
        }
        notices.run();
        return subscription;
    }

    /** Serves a subscription from memory, or lists it to be served from the store. */
    private void begin(RoomSubscription subscription) {
        if (subscription.join() instanceof Join.Failed(ErrorCode code)) {
            fail(subscription, code);
            return;
        }
        if (!serveFromMemory(subscription)) {
            if (context.history().isAnswering(roomId)) {
                reads.add(subscription);
                context.history().askBarrier(this);
            } else {
                fail(subscription, ErrorCode.HISTORY_UNAVAILABLE);
            }
        }
    }

    /** Serves a subscription from memory. Returns whether that is possible. */
    boolean serveFromMemory(RoomSubscription subscription) {
        List<Replay> replays = fromMemory(subscription.join());
        if (replays == null) {
            return false;
        }
        Position now = state.position();
        Position after = replays.isEmpty() ? now : replays.getLast().position();
        subscription.replaysUpTo(null); // memory has what was passed on, which may be less than what is stored
        subscription.ready(replays, now == null || after == null ? now : after.and(now), null);
        return true;
    }

    private @Nullable List<Replay> fromMemory(Join join) {
        Ring memory = join.readsStore() ? state.memory() : null;
        return switch (join) {
            case Join.Live() -> List.of();
            case Join.Failed(ErrorCode code) -> List.of();
            case Join.Newest(int count) -> memory == null ? null : memory.newest(count);
            case Join.After(Position client) -> state.missed(client);
            case Join.AfterMessage(String id) -> memory == null ? null : memory.afterId(id);
        };
    }

    /** Begins a subscription without what it missed. */
    void fail(RoomSubscription subscription, ErrorCode code) {
        subscription.ready(List.of(), state.position(), code);
    }

    synchronized void remove(RoomSubscription subscription) {
        if (!joining.remove(subscription) && !groups.remove(subscription)) {
            return;
        }
        reads.remove(subscription);
        if (--subscriptions == 0) {
            emptySince = now();
        }
    }

    /** Moves a subscription to those that get every message. Returns whether it was there. */
    boolean activate(RoomSubscription subscription) {
        if (joining.remove(subscription)) {
            groups.add(subscription);
            return true;
        }
        return false;
    }

    /** Returns whether nothing of what is stored up to this comes any more. */
    boolean covers(@Nullable RoomState stored) {
        return stored == null || state.covers(stored, now());
    }

    @Nullable
    String token(@Nullable Position position) {
        return position == null ? null : context.tokens().write(roomId, position);
    }

    /** Runs a task on the thread of replays. */
    void replay(Runnable task) {
        context.replays().execute(task);
    }

    /** Runs a task as soon as the monitor is free. */
    void later(Runnable task) {
        notices.add(task);
    }

    /** Runs what was to run later. Call it without the monitor. */
    void runLater() {
        notices.run();
    }

    /**
     * Cancels the subscription at the broker if there was no listener for this time.
     *
     * @return whether the feed is closed
     */
    synchronized boolean closeIfEmptyFor(long nanos) {
        if (!closed && subscriptions == 0 && now() - emptySince >= nanos) {
            closed = true;
            state.close();
            if (cancellation != null) {
                cancellation.run();
            }
        }
        return closed;
    }

    /** Frees the memory of the last messages, ids and numbers if there was no message for this time. */
    synchronized void forgetIfQuietFor(long nanos) {
        if (now() - lastMessage >= nanos) {
            state.forget();
        }
    }

    @Override
    public void live() {
        synchronized (this) {
            state.relayLive(now());
        }
        notices.run();
    }

    @Override
    public void interrupted() {
        synchronized (this) {
            state.relayLost();
        }
        notices.run();
    }

    @Override
    public void message(RoomMessage message) {
        synchronized (this) {
            lastMessage = now();
            state.message(message);
        }
        notices.run();
    }

    /** Handles what persistence tells about the room, as {@link RoomFeedState#digest}. */
    void digest(RoomState stored, long unbrokenSince) {
        synchronized (this) {
            state.digest(stored, unbrokenSince, now());
        }
        notices.run();
    }

    /** Called from time to time. */
    void tick() {
        synchronized (this) {
            if (closed) {
                return;
            }
            state.tick(now());
            List.copyOf(joining).forEach(RoomSubscription::activate);
        }
        notices.run();
    }

    @Override
    public synchronized long barrierLeaves() {
        long ticket = state.barrierLeaves();
        reads.barrierLeaves(ticket);
        return ticket;
    }

    @Override
    public void barrierAnswered(long ticket, RoomState answer) {
        synchronized (this) {
            if (closed) {
                return;
            }
            reads.barrierAnswered(ticket, answer);
            state.barrierAnswered(ticket, answer, now());
            reads.barrierAdopted(ticket);
        }
        notices.run();
    }

    @Override
    public void barrierUnanswered(long ticket) {
        synchronized (this) {
            if (closed) {
                return;
            }
            state.barrierUnanswered(ticket);
            reads.barrierUnanswered(ticket);
        }
        notices.run();
    }

    private final class Effects implements FeedEffects {

        @Override
        public void askBarrier() {
            context.history().askBarrier(Feed.this);
        }

        @Override
        public boolean isPersistenceAnswering() {
            return context.history().isAnswering(roomId);
        }

        @Override
        public void askCatchUp(long fill, CatchUpQuestion question) {
            context.history().read(question, page -> {
                synchronized (Feed.this) {
                    if (closed) {
                        return;
                    }
                    if (page == null) {
                        state.catchUpFailed(fill);
                    } else {
                        state.caughtUp(fill, page, now());
                    }
                }
                notices.run();
            });
        }

        @Override
        public void deliver(RoomMessage message, @Nullable Position position) {
            if (subscriptions == 0) {
                return;
            }
            if (!groups.isEmpty()) {
                groups.deliver(message.at(token(position)));
            }
            if (!joining.isEmpty()) {
                List.copyOf(joining).forEach(each -> each.offer(message, position));
            }
        }

        @Override
        public boolean hasSubscribers() {
            return subscriptions > 0;
        }

        @Override
        public void opened() {
            for (RoomSubscription each : List.copyOf(joining)) {
                if (!each.isReady() && !reads.contains(each)) {
                    begin(each);
                }
            }
            if (!context.history().isAnswering(roomId)) {
                reads.failAll();
            }
        }

        @Override
        public void interrupted() {
            List<RoomSubscription> told =
                    all().stream().filter(RoomSubscription::tellInterrupted).toList();
            later(() -> told.forEach(each -> each.listener().deliveryInterrupted(roomId)));
        }

        @Override
        public void resumed(Missed missed) {
            if (missed == Missed.DELIVERED) {
                context.counters().healed().increment();
            }
            List<RoomSubscription> told =
                    all().stream().filter(each -> each.tellResumed(missed)).toList();
            later(() -> told.forEach(each -> each.listener().deliveryResumed(roomId, missed)));
        }

        @Override
        public void repeated() {
            context.counters().repeats().increment();
        }

        @Override
        public void missedUnnoticed() {
            long now = now();
            if (unnoticed != 0 && now - unnoticed < REBIND_NANOS && cancellation != null) {
                cancellation.run(); // the binding may be gone
                cancellation = context.relay().subscribe(roomId, Feed.this);
            }
            unnoticed = now | 1; // 0 means never
        }

        @Override
        public void gap() {
            context.counters().gaps().increment();
        }
    }

    private long now() {
        return context.nanoTime().getAsLong();
    }

    private List<RoomSubscription> all() {
        List<RoomSubscription> all = new ArrayList<>(joining);
        groups.addAllTo(all);
        return all;
    }
}
