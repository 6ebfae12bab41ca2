package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import org.jspecify.annotations.Nullable;

/** The reading of what a feed missed, in several answers. Not thread-safe. */
final class Fill {

    /** Size of one answer: subscribers that do not read get no more than that at once. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_MESSAGES = 200;

    private @Nullable RoomState target;
    private long ticket;
    private long number;
    private int passed;
    private boolean late;

    /**
     * Begins to read.
     *
     * @param upTo what is stored
     * @param barrier ticket of the barrier that told it
     */
    void begin(RoomState upTo, long barrier) {
        target = upTo;
        ticket = barrier;
        passed = 0;
    }

    /** The feed goes on over what is missing: what is read from now on comes late. */
    void over() {
        late = true;
    }

    /** Nothing is missing any more. */
    void healed() {
        late = false;
    }

    /** Ends; an answer that is on its way does not count any more. */
    void end() {
        target = null;
        number++;
    }

    /** Returns what is stored and being read; null if nothing is. */
    @Nullable
    RoomState target() {
        return target;
    }

    long ticket() {
        return ticket;
    }

    /** Returns the number of the next question. */
    long next() {
        return ++number;
    }

    boolean isCurrent(long answered) {
        return answered == number;
    }

    /** Returns whether what is read comes late: messages that were sent later may have been passed on. */
    boolean isLate() {
        return late;
    }

    /** Counts a message that was passed on. */
    void passedOne() {
        passed++;
    }

    int passed() {
        return passed;
    }

    static CatchUpQuestion question(RoomId room, RoomState upTo, Heard heard) {
        Position all = heard.all();
        return CatchUpQuestion.after(room.value(), all.stored(), upTo.seq(), all.unbroken())
                .without(all.behindHoles())
                .within(MOST_MESSAGES, MOST_BYTES);
    }
}
