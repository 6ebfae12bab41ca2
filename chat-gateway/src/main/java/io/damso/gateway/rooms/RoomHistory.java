package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks persistence what is stored. No method blocks; outcomes come on other threads. Thread-safe. */
public interface RoomHistory {

    /** Waits for a barrier. */
    interface Waiting {

        /** Returns the room. */
        RoomId roomId();

        /**
         * A barrier is about to be published: what is kept by now is stored when it is answered.
         *
         * @return its ticket
         */
        long barrierLeaves();

        /** The barrier with this ticket was answered. */
        void barrierAnswered(long ticket, RoomState answer);

        /** The barrier with this ticket was not answered in time. */
        void barrierUnanswered(long ticket);
    }

    /** Asks for a barrier that leaves later than this call. One serves all calls before it leaves. */
    void askBarrier(Waiting feed);

    /** Returns whether the last barrier of the room's partition was answered, or none was asked for yet. */
    boolean isAnswering(RoomId roomId);

    /**
     * Reads stored messages.
     *
     * @param outcome receives a page that ends at {@code upTo}, or where a bound of the question was reached; null if
     *     persistence is away
     */
    void read(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome);
}
