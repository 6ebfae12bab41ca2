package io.damso.persistence.store;

import java.util.List;

/**
 * Knows which messages answer which message of their room ({@code replyTo}). An answer to a message of another room, or
 * to one that does not exist, is a message like any other and counts nowhere. Methods throw a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer. Thread-safe.
 */
public interface ReplyIndex {

    /**
     * Returns the oldest answers to a message above a number, oldest first. Answers to these answers are not among them.
     *
     * @param seq exclusive lower bound of their numbers
     * @param limit maximum number of messages
     */
    List<StoredMessage> after(String roomId, String messageId, long seq, int limit);

    /** Returns the same messages in the same order; those that were answered say how often and when at last. */
    List<StoredMessage> counted(List<StoredMessage> messages);
}
