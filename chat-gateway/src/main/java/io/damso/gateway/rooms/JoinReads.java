package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.Replay;
import io.damso.gateway.rooms.feed.Ring;
import io.damso.gateway.rooms.feed.RoomFeedState;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.feed.StoredMessage;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a room whose missed messages must be read from the store. They share a barrier and one query of
 * a kind. What was read is kept in memory if it fits ({@link Ring#keepRead}) and serves those who come later; otherwise
 * they share the next query. Guarded by the feed's monitor.
 */
final class JoinReads {

    /** A position so far behind is not looked up: far more than the limit was stored since. */
    private static final int FAR_BEHIND = 10;

    /**
     * How many messages before the oldest position that is waiting are read as well, so that one query serves those who
     * come later, too. Positions of other nodes are older by what was stored between two digests.
     */
    private static final int MARGIN = 32;

    private final Feed feed;
    private final RoomFeedState state;
    private final FeedContext context;
    private final List<RoomSubscription> waiting = new ArrayList<>(1);
    private final Map<RoomSubscription, Long> boarded = new LinkedHashMap<>(2);
    private final List<RoomSubscription> toRead = new ArrayList<>(1);
    private final List<RoomSubscription> reading = new ArrayList<>(1);
    private @Nullable RoomState stored;

    /** Of the memory, when the last barrier was answered. */
    private OptionalLong mark = OptionalLong.empty();

    /** Whether messages may be read that nobody waits for: not after an answer that ended among them. */
    private boolean readsMore = true;

    JoinReads(Feed feed, RoomFeedState state, FeedContext context) {
        this.feed = feed;
        this.state = state;
        this.context = context;
    }

    /** Adds a subscription that needs the next barrier. */
    void add(RoomSubscription subscription) {
        waiting.add(subscription);
    }

    void remove(RoomSubscription subscription) {
        waiting.remove(subscription);
        boarded.remove(subscription);
        toRead.remove(subscription);
        reading.remove(subscription);
    }

    boolean contains(RoomSubscription subscription) {
        return waiting.contains(subscription)
                || boarded.containsKey(subscription)
                || toRead.contains(subscription)
                || reading.contains(subscription);
    }

    void barrierLeaves(long ticket) {
        waiting.forEach(each -> boarded.put(each, ticket));
        waiting.clear();
    }

    /** The barrier was answered, but what it tells is not known to the feed's state yet. */
    void barrierAnswered(long ticket, RoomState answer) {
        boolean valid = state.isValid(ticket);
        boarded.entrySet().removeIf(each -> {
            if (each.getValue() == ticket) {
                (valid ? toRead : waiting).add(each.getKey());
                return true;
            }
            return false;
        });
        if (valid) {
            stored = answer;
            toRead.forEach(each -> each.replaysUpTo(answer)); // also those of an earlier barrier
        }
    }

    /** The feed's state knows what the barrier told. */
    void barrierAdopted(long ticket) {
        if (state.isValid(ticket)) {
            Ring memory = state.memory();
            mark = memory == null ? OptionalLong.empty() : OptionalLong.of(memory.mark());
        }
        read();
    }

    void barrierUnanswered(long ticket) {
        List<RoomSubscription> failed = boarded.keySet().stream()
                .filter(each -> Long.valueOf(ticket).equals(boarded.get(each)))
                .toList();
        failed.forEach(boarded::remove);
        failed.forEach(each -> feed.fail(each, ErrorCode.HISTORY_UNAVAILABLE));
    }

    /** Persistence is away: those that wait for a barrier begin without what they missed. */
    void failAll() {
        List<RoomSubscription> failed = List.copyOf(waiting);
        waiting.clear();
        failed.forEach(each -> feed.fail(each, ErrorCode.HISTORY_UNAVAILABLE));
    }

    /** Asks for what those need that passed a barrier, one query of a kind at a time. */
    private void read() {
        RoomState upTo = stored;
        if (upTo == null || !reading.isEmpty() || toRead.isEmpty()) {
            return;
        }
        List<RoomSubscription> all = List.copyOf(toRead);
        toRead.clear();
        List<RoomSubscription> newest = new ArrayList<>();
        List<RoomSubscription> after = new ArrayList<>();
        int most = 0;
        for (RoomSubscription each : all) {
            reading.add(each);
            switch (each.join()) {
                case Join.Newest(int count) -> {
                    newest.add(each);
                    most = Math.max(most, count);
                }
                case Join.After(Position client) -> {
                    if (upTo.seq() - client.stored() > (long) FAR_BEHIND * limit()) {
                        finish(each, ErrorCode.TOO_MANY_MISSED);
                    } else if (client.stored() >= upTo.seq()) {
                        finish(each, List.of(), client, upTo); // nothing was stored since
                    } else if (feed.serveFromMemory(each)) { // of what was read meanwhile
                        reading.remove(each);
                    } else {
                        after.add(each);
                    }
                }
                case Join.AfterMessage(String id) ->
                    ask(
                            CatchUpQuestion.afterId(room(), id, upTo.seq())
                                    .within(limit() + 1, CatchUpQuestion.MAX_BYTES),
                            page -> serveAfter(List.of(each), page, upTo));
                case Join.Live() -> finish(each, ErrorCode.INTERNAL); // never: it needs no store
                case Join.Failed(ErrorCode code) -> finish(each, code); // never
            }
        }
        if (!newest.isEmpty()) {
            ask(CatchUpQuestion.newest(room(), most, upTo.seq()), page -> serveNewest(newest, page, upTo));
        }
        readAfter(after, upTo);
    }

    private void readAfter(List<RoomSubscription> after, RoomState upTo) {
        if (after.isEmpty()) {
            return;
        }
        Position known = client(after.getFirst());
        for (RoomSubscription each : after) {
            known = known.inCommonWith(client(each));
        }
        if (readsMore && known.holes().isEmpty() && upTo.seq() - known.stored() <= keepable()) {
            readMore(after, Math.max(0, Math.max(upTo.seq() - keepable(), known.stored() - MARGIN)), upTo);
            return;
        }
        ask(
                CatchUpQuestion.after(room(), Math.min(known.stored(), upTo.seq()), upTo.seq(), known.unbroken())
                        .without(known.behindHoles())
                        .within(limit() + 1, CatchUpQuestion.MAX_BYTES),
                page -> serveAfter(after, page, upTo));
    }

    /** Reads also what nobody of those who wait has missed, and keeps it for those who come later. */
    private void readMore(List<RoomSubscription> after, long from, RoomState upTo) {
        OptionalLong since = mark;
        ask(
                CatchUpQuestion.after(room(), from, upTo.seq(), Map.of())
                        .within(CatchUpQuestion.MAX_MESSAGES, CatchUpQuestion.MAX_BYTES),
                page -> {
                    if (page.code() != null || page.end() < upTo.seq()) {
                        readsMore = false; // what nobody waits for is too old or too large
                        after.stream().filter(reading::remove).forEach(toRead::add);
                        return;
                    }
                    serveAfter(after, page, upTo);
                    Ring memory = state.memory();
                    if (memory != null && since.isPresent()) {
                        memory.keepRead(since.getAsLong(), feed.roomId(), from, page.messages());
                    }
                });
    }

    private interface Served {
        void page(StoredPage page);
    }

    private void ask(CatchUpQuestion question, Served served) {
        List<RoomSubscription> asking = List.copyOf(reading);
        context.history().read(question, page -> {
            synchronized (feed) {
                if (page == null) {
                    asking.forEach(each -> finish(each, ErrorCode.HISTORY_UNAVAILABLE));
                } else {
                    served.page(page);
                }
                read();
            }
            feed.runLater();
        });
    }

    private void serveNewest(List<RoomSubscription> newest, StoredPage page, RoomState upTo) {
        if (page.code() != null) {
            newest.forEach(each -> finish(each, code(page.code())));
            return;
        }
        for (RoomSubscription each : newest) {
            if (each.join() instanceof Join.Newest(int count)) {
                List<StoredMessage> messages = page.messages();
                finish(
                        each,
                        messages.subList(Math.max(0, messages.size() - count), messages.size()),
                        new Position(0, Map.of()),
                        upTo);
            }
        }
    }

    private void serveAfter(List<RoomSubscription> after, StoredPage page, RoomState upTo) {
        long least =
                after.stream().mapToLong(each -> client(each).stored()).min().orElse(0);
        boolean whole = page.code() == null && page.end() >= upTo.seq();
        for (RoomSubscription each : after) {
            Position client = client(each);
            List<StoredMessage> missed = page.messages().stream()
                    .filter(message -> !client.includes(message.seq(), message.copies()))
                    .toList();
            if (page.code() != null || !whole) {
                // The one that is farthest behind is why; the others ask again.
                if (client.stored() > least) {
                    reading.remove(each);
                    toRead.add(each);
                } else {
                    finish(each, page.code() == null ? ErrorCode.TOO_MANY_MISSED : code(page.code()));
                }
            } else if (missed.size() > limit()) {
                finish(each, ErrorCode.TOO_MANY_MISSED);
            } else if (!missed.isEmpty() && isTooOld(missed.getFirst().storedAt())) {
                finish(each, ErrorCode.POSITION_TOO_OLD);
            } else {
                finish(each, missed, client, upTo);
            }
        }
    }

    private boolean isTooOld(@Nullable Instant storedAt) {
        return storedAt != null
                && storedAt.isBefore(
                        context.clock().instant().minus(context.resume().maxAge()));
    }

    private static Position client(RoomSubscription subscription) {
        return subscription.join() instanceof Join.After(Position client) ? client : new Position(0, Map.of());
    }

    private static ErrorCode code(String code) {
        return switch (code) {
            case CatchUpAnswer.POSITION_TOO_OLD -> ErrorCode.POSITION_TOO_OLD;
            case CatchUpAnswer.POSITION_UNKNOWN -> ErrorCode.POSITION_INVALID;
            default -> ErrorCode.HISTORY_UNAVAILABLE;
        };
    }

    private void finish(RoomSubscription subscription, List<StoredMessage> messages, Position before, RoomState upTo) {
        if (!reading.remove(subscription)) {
            return; // it was cancelled
        }
        List<Replay> replays = new ArrayList<>(messages.size());
        long lastLate = lastLate(messages, before);
        for (StoredMessage message : messages) {
            state.passedOn(message);
            RoomMessage missed = message.in(feed.roomId()).withLate(message.seq() <= lastLate);
            replays.add(new Replay(missed, before.upTo(message.seq())));
        }
        // What the client has heard was stored before the barrier, and so was what is in the holes below it, or never
        // will be.
        subscription.ready(replays, before.withoutHoles().upTo(upTo.seq()), null);
    }

    /** Returns the number of the last message that the client went on over; 0 if there is none. */
    private static long lastLate(List<StoredMessage> messages, Position before) {
        return before.holes().isEmpty()
                ? 0
                : messages.stream()
                        .filter(message ->
                                message.copies().stream().anyMatch(copy -> before.isInHole(copy.o(), copy.n())))
                        .mapToLong(StoredMessage::seq)
                        .max()
                        .orElse(0);
    }

    private void finish(RoomSubscription subscription, ErrorCode code) {
        if (reading.remove(subscription)) {
            subscription.replaysUpTo(null);
            feed.fail(subscription, code);
        }
    }

    private String room() {
        return feed.roomId().value();
    }

    /** Returns how many messages may be read to be kept. Memory may take fewer; of the others clients may know. */
    private int keepable() {
        int kept = context.limits().ringMessages();
        return kept == 0 ? 0 : Math.min(kept + MARGIN, CatchUpQuestion.MAX_MESSAGES);
    }

    private int limit() {
        return context.resume().maxMessages();
    }
}
