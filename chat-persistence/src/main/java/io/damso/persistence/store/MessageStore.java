package io.damso.persistence.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * Stores messages. Thread-safe; several processes may use one database.
 *
 * <p>A message is stored at most once. A message is a duplicate if its id is stored; there is no time limit. The
 * messages of a room are numbered
 * in the order in which they were stored: 1, 2, 3 and so on, without gaps, also if processes are killed.
 */
public interface MessageStore {

    /**
     * Stores the messages of the batch that are not stored yet, in the order of the batch, and notes the copies of
     * those that are. Idempotent: it may be repeated with the same batch after a failure. Not atomic: after a failure
     * the first messages of the batch may be stored.
     *
     * @throws org.springframework.dao.DataAccessException if the store does not answer
     */
    StoredBatch store(List<Arrival> batch);

    /**
     * Returns whether the store accepts a write of a probe document. If it does not, a refused message is not the cause
     * of the failure.
     */
    boolean acceptsWrites();

    /**
     * Returns the number of a message.
     *
     * @return its {@code seq}, or empty if the room has no stored message with this id
     */
    OptionalLong seqOf(String roomId, String messageId);

    /**
     * Returns the stored messages of a room with these ids, in no particular order. Ids of other rooms and unknown ones
     * are left out.
     */
    List<StoredMessage> withIds(String roomId, List<String> ids);

    /**
     * Returns the newest messages of a room below a number, newest first.
     *
     * @param seq exclusive upper bound; {@link Long#MAX_VALUE} for the newest of all
     * @param limit maximum number of messages
     */
    List<StoredMessage> before(String roomId, long seq, int limit);

    /**
     * Returns the oldest messages of a room above a number, oldest first.
     *
     * @param seq exclusive lower bound
     * @param limit maximum number of messages
     */
    List<StoredMessage> after(String roomId, long seq, int limit);
}
