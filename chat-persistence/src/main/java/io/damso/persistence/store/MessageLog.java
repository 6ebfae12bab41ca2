package io.damso.persistence.store;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads messages with their copies. Whatever it returns is stored by a majority of the store's members, so no failure of
 * one can take it back. All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not
 * answer. Thread-safe.
 */
public interface MessageLog {

    /** Passes on all messages that were stored at this time or later, of all rooms, in the order of that time. */
    void since(Instant storedAt, Consumer<StoredCopies> receiver);

    /**
     * Passes on the newest message of a room, and those before it that were stored at this time or later, newest first.
     * Sees everything that was acknowledged before the call.
     */
    void newest(String roomId, Instant storedAt, Consumer<StoredCopies> receiver);

    /**
     * Passes on messages of a room, oldest first, until the receiver returns false. Without holes; the newest ones may
     * be missing.
     *
     * @param after exclusive lower bound of their numbers
     * @param upTo inclusive upper bound
     */
    void range(String roomId, long after, long upTo, Predicate<LoggedMessage> receiver);

    /**
     * Returns the newest messages of a room, oldest first.
     *
     * @param upTo inclusive upper bound of their numbers
     * @param limit maximum number of messages
     */
    List<LoggedMessage> newest(String roomId, long upTo, int limit);

    /** Returns the number of a message, or empty if the room has no stored message with this id. */
    OptionalLong seqOf(String roomId, String messageId);
}
