package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last messages that a feed passed on, in their order, for those who resume, and before them what was read from the
 * store for one of those. Bounded in number and bytes, and by a budget of the node. Empty and without memory while the
 * feed has no position. Not thread-safe.
 */
public final class Ring {

    private static final int MAX_ADOPTIONS = 6;

    private final int maxMessages;
    private final int maxBytes;
    private final Budget budget;
    private final Deque<RoomMessage> messages = new ArrayDeque<>(1);
    private final Deque<Adoption> adoptions = new ArrayDeque<>(1);
    private int bytes;

    /** The position before the oldest message; null while nothing is kept. */
    private @Nullable Position base;

    /** What precedes the base; null if nothing of that is kept. */
    private @Nullable Backlog backlog;

    private long mark;

    /**
     * A change of the stored number. Everything between both numbers is of these origins.
     *
     * @param origins for each origin a number that {@code to} covers
     */
    private record Adoption(long from, long to, Map<String, Long> origins) {}

    Ring(FeedLimits limits, Budget budget) {
        this.maxMessages = limits.ringMessages();
        this.maxBytes = limits.ringBytes();
        this.budget = budget;
    }

    /** Begins again. What is passed on from now on is kept. */
    void restart(@Nullable Position now) {
        clear();
        base = now;
    }

    /** Drops all messages. Nothing is kept until {@link #restart}. */
    void clear() {
        forgetRead();
        budget.give(bytes);
        bytes = 0;
        messages.clear();
        adoptions.clear();
        base = null;
    }

    /**
     * Returns a mark for {@link #keepRead}. Get it when a barrier was answered and nothing is missing: everything that
     * was published before is stored, and the feed hears what comes later.
     */
    public long mark() {
        return mark;
    }

    /**
     * Keeps what was read from the store, for those who resume from before the oldest message. Has no effect if it does
     * not precede the oldest message, or if the store may know of further copies by now.
     *
     * @param since mark of the last barrier before the query
     * @param after number behind which no message was left out
     * @param read messages in the order of their numbers, at least up to the oldest message
     */
    public void keepRead(long since, RoomId room, long after, List<StoredMessage> read) {
        Position start = base;
        if (since != mark
                || start == null
                || after >= start.stored()
                || !start.heard().isEmpty()
                || !start.holes().isEmpty()) {
            return;
        }
        Backlog before = new Backlog(
                room,
                after,
                read.stream().filter(each -> each.seq() <= start.stored()).toList());
        while (!before.isEmpty()
                && (before.count() + messages.size() > maxMessages || before.bytes() + bytes > maxBytes)) {
            before.forgetOldest();
        }
        if (!before.isEmpty() && ids().stream().noneMatch(before::has) && budget.take(before.bytes())) {
            forgetRead();
            backlog = before;
        }
    }

    /** Drops what was read from the store: the store may know of another copy of one of these messages. */
    void forgetRead() {
        mark++;
        if (backlog != null) {
            budget.give(backlog.bytes());
            backlog = null;
        }
    }

    /** Returns whether what was read from the store shows that nothing up to this number of an origin is on its way. */
    boolean hasRead(String origin, long number) {
        return backlog != null && backlog.reaches(origin, number);
    }

    boolean isStarted() {
        return base != null;
    }

    boolean has(String id) {
        return messages.stream().anyMatch(message -> message.id().equals(id));
    }

    List<String> ids() {
        return messages.stream().map(RoomMessage::id).toList();
    }

    /** Adds a message that was passed on, before which nothing is missing. */
    void add(RoomMessage message) {
        if (base == null) {
            return;
        }
        if (backlog != null && backlog.has(message.id())) {
            forgetRead(); // another copy
        }
        int size = message.size();
        while (isFullWith(size)) {
            removeOldest();
        }
        messages.add(message);
        bytes += size;
        while (!budget.take(size)) { // the budget of the node is used up: this feed keeps less
            if (backlog == null && messages.size() == 1) {
                bytes -= size;
                base = after(base, messages.remove());
                return;
            }
            removeOldest();
        }
    }

    private boolean isFullWith(int size) {
        Backlog before = backlog;
        int count = messages.size() + (before == null ? 0 : before.count());
        int all = bytes + (before == null ? 0 : before.bytes());
        return count > 0 && (count >= maxMessages || all + size > maxBytes);
    }

    private void removeOldest() {
        if (backlog != null) {
            budget.give(backlog.removeOldest());
            backlog = backlog.isEmpty() ? null : backlog;
            return;
        }
        RoomMessage oldest = messages.remove();
        bytes -= oldest.size();
        budget.give(oldest.size());
        Position before = base;
        base = before == null ? null : after(before, oldest);
    }

    private static Position after(Position before, RoomMessage message) {
        return before.and(new Position(0, Map.of(message.origin(), message.number())));
    }

    /**
     * The feed has another stored number, or has just read everything up to this one.
     *
     * @param complete whether everything between both numbers is of the origins
     */
    void adopted(long from, long to, Map<String, Long> origins, boolean complete) {
        if (base == null || from == to && (to == base.stored() || isAdopted(to))) {
            return;
        }
        if (!complete) {
            adoptions.clear();
        }
        if (adoptions.size() == MAX_ADOPTIONS) {
            Position before = base;
            base = normal(before); // may need the oldest one
            if (!base.equals(before)) {
                forgetRead();
            }
            adoptions.remove();
        }
        adoptions.add(new Adoption(complete ? from : to, to, Map.copyOf(origins)));
    }

    /** Returns the same position with the highest stored number that is known to be covered by it. */
    private Position normal(Position position) {
        Position normal = position;
        for (Adoption each : adoptions) {
            Position reached = normal;
            if (each.from() <= reached.stored()
                    && each.to() > reached.stored()
                    && each.origins().entrySet().stream()
                            .allMatch(origin -> reaches(reached, origin.getKey(), origin.getValue()))) {
                Map<String, Long> beyond = new HashMap<>(reached.heard());
                beyond.entrySet()
                        .removeIf(heard -> heard.getValue() <= each.origins().getOrDefault(heard.getKey(), 0L));
                normal = new Position(each.to(), beyond, reached.holes());
            }
        }
        return normal;
    }

    private boolean covers(Position position, RoomMessage message) {
        return position.hasHeard(message.origin(), message.number())
                || message.seq() > 0 && message.seq() <= position.stored()
                || isAdopted(position, message.origin(), message.number());
    }

    /** Returns whether a position covers everything of an origin up to this number. */
    private boolean reaches(Position position, String origin, long number) {
        return position.hasAllUpTo(origin, number) || isAdopted(position, origin, number);
    }

    private boolean isAdopted(Position position, String origin, long number) {
        return adoptions.stream()
                .anyMatch(each -> each.to() <= position.stored()
                        && number <= each.origins().getOrDefault(origin, 0L));
    }

    /**
     * Returns what follows a position or is in its holes, in the order in which it was passed on.
     *
     * @return null if messages before the oldest one may follow the position, too
     */
    public @Nullable List<Replay> after(Position position) {
        List<Replay> missed = passedOnAfter(position);
        return missed == null ? readAndPassedOnAfter(position) : missed;
    }

    private @Nullable List<Replay> readAndPassedOnAfter(Position client) {
        Position start = base;
        if (backlog == null || start == null) {
            return null;
        }
        List<Replay> read = backlog.missedBy(client);
        if (read == null) {
            return null;
        }
        List<Replay> missed = passedOnAfter(client.upTo(start.stored()));
        return missed == null
                ? null
                : Stream.concat(read.stream(), missed.stream()).toList();
    }

    private @Nullable List<Replay> passedOnAfter(Position position) {
        if (base == null) {
            return null;
        }
        Position start = normal(base);
        Position client = normal(position);
        if (!isKnown(client.stored(), start)
                || !start.heard().entrySet().stream()
                        .allMatch(each -> reaches(client, each.getKey(), each.getValue()))) {
            return null;
        }
        List<Replay> missed = new ArrayList<>();
        int late = 0;
        Position passed = start;
        for (RoomMessage message : messages) {
            passed = after(passed, message);
            if (!covers(client, message)) {
                missed.add(new Replay(message, client.and(passed)));
                late = client.isInHole(message.origin(), message.number()) ? missed.size() : late;
            }
        }
        missed.subList(0, late).replaceAll(each -> new Replay(each.message().withLate(true), each.position()));
        return missed;
    }

    private boolean isAdopted(long stored) {
        return adoptions.stream().anyMatch(each -> each.to() == stored);
    }

    /** Returns whether it is known which messages a stored number covers. Between two that were adopted, it is not. */
    private boolean isKnown(long stored, Position start) {
        return stored == start.stored() || stored > start.stored() && isAdopted(stored);
    }

    /** Returns the last messages, or null if it has fewer. */
    public @Nullable List<Replay> newest(int count) {
        return base == null || messages.size() < count ? null : from(base, messages.size() - count);
    }

    /** Returns what follows the message with this id, or null if it is not here. */
    public @Nullable List<Replay> afterId(String id) {
        if (base == null) {
            return null;
        }
        int index = 0;
        for (RoomMessage message : messages) {
            index++;
            if (message.id().equals(id)) {
                return from(base, index);
            }
        }
        return null;
    }

    private List<Replay> from(Position start, int skipped) {
        List<Replay> replays = new ArrayList<>();
        Position passed = normal(start);
        int index = 0;
        for (RoomMessage message : messages) {
            passed = after(passed, message);
            if (index++ >= skipped) {
                replays.add(new Replay(message, passed));
            }
        }
        return replays;
    }
}
