package io.damso.gateway.rooms.feed;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The messages that a feed holds while something is missing, in the order in which they came; bounded in number, and in
 * bytes by the budget of the node. When they are too many, all are dropped, and read from the store. Not thread-safe.
 */
final class HeldMessages {

    private static final long NEVER = -1;

    private final int most;
    private final Budget budget;
    private final Queue<Held> messages = new ArrayDeque<>(1);
    private long bytes;
    private long droppedAfter = NEVER;

    /**
     * A message that waits.
     *
     * @param after ticket of the last barrier that left before it came: a later one finds what is missing before it
     */
    private record Held(RoomMessage message, long after) {}

    HeldMessages(int most, Budget budget) {
        this.most = most;
        this.budget = budget;
    }

    /**
     * Adds a message, or drops all.
     *
     * @param ticket of the last barrier that left
     * @return false if a barrier must leave because messages were dropped that none that is asked for covers
     */
    boolean add(RoomMessage message, long ticket) {
        int size = message.size();
        if (messages.size() < most && budget.take(size)) {
            messages.add(new Held(message, ticket));
            bytes += size;
            return true;
        }
        boolean asked = droppedAfter == ticket;
        clear();
        droppedAfter = ticket;
        return asked;
    }

    /** Drops all messages; they are covered. */
    void clear() {
        messages.clear();
        budget.give(bytes);
        bytes = 0;
        droppedAfter = NEVER;
    }

    /** Returns the ticket of the last barrier that left before messages were dropped; -1 if none were. */
    long droppedAfter() {
        return droppedAfter;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    RoomMessage first() {
        return messages.element().message();
    }

    /** Returns whether the first message came before this barrier left. */
    boolean firstIsBefore(long ticket) {
        return messages.element().after() < ticket;
    }

    RoomMessage remove() {
        RoomMessage first = messages.remove().message();
        bytes -= first.size();
        budget.give(first.size());
        return first;
    }
}
