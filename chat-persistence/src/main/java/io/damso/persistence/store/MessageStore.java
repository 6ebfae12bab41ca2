package io.damso.persistence.store;

import io.damso.protocol.ChatMessage;
import java.util.List;
import java.util.OptionalLong;

/**
 * Keeps messages. Safe for use by many threads and by many processes on one database.
 *
 * <p>A message is kept at most once, judged by its id and by sender and client message id, without a time window. The
 * messages of a room are numbered in the order in which they were stored: 1, 2, 3 and so on, without holes, whatever is
 * killed in between.
 */
public interface MessageStore {

    /**
     * Stores those messages of the batch that are not stored yet, in the order of the batch. May be repeated with the
     * same batch after a failure; what the failed attempt stored is then a duplicate. Not atomic: a failure may leave
     * the first messages of the batch stored.
     *
     * @return how many of the batch were stored by this call
     * @throws org.springframework.dao.DataAccessException if the store does not answer
     */
    int store(List<ChatMessage> batch);

    /**
     * Returns the number of a message.
     *
     * @return its seq, or nothing if the room has no such message
     */
    OptionalLong seqOf(String roomId, String messageId);

    /**
     * Returns the newest messages of a room below a number, newest first.
     *
     * @param seq only smaller numbers; {@link Long#MAX_VALUE} for the newest of all
     * @param limit at most so many
     */
    List<StoredMessage> before(String roomId, long seq, int limit);

    /**
     * Returns the oldest messages of a room above a number, oldest first.
     *
     * @param seq only larger numbers
     * @param limit at most so many
     */
    List<StoredMessage> after(String roomId, long seq, int limit);
}
