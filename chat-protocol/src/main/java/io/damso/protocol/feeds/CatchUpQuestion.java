package io.damso.protocol.feeds;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query for stored messages on {@link io.damso.protocol.BrokerTopology#CATCH_UP_QUEUE}. Exactly one of {@code after},
 * {@code afterId} and {@code newest} is given. Any instance of persistence answers with a {@link CatchUpAnswer}. There
 * is no answer if the store is not available, or to a query outside of these bounds.
 *
 * @param room the room
 * @param after number of a message: those with a higher one, oldest first
 * @param afterId id of a message: those with a higher number, oldest first
 * @param newest the number of newest messages, oldest first; at most {@value #MAX_MESSAGES}
 * @param upTo highest number; {@code seq} of a {@link RoomState}
 * @param known for each origin the highest number of which everything is known: a message of which any copy is known is
 *     left out. Null for none. Without effect on {@code newest}
 * @param behindHoles for each origin further numbers that are known, above that of {@code known}. Null for none.
 *     Earlier versions of persistence ignore it and return these messages, too
 * @param limit maximum number of messages, 1 to {@value #MAX_MESSAGES}; null for the maximum
 * @param maxBytes maximum size of the messages as JSON, up to {@value #MAX_BYTES}, but at least one message is
 *     returned; null for the maximum
 */
public record CatchUpQuestion(
        String room,
        @Nullable Long after,
        @Nullable String afterId,
        @Nullable Integer newest,
        long upTo,
        @Nullable Map<String, Long> known,
        @Nullable Map<String, List<NumberRange>> behindHoles,
        @Nullable Integer limit,
        @Nullable Integer maxBytes) {

    /** Maximum number of messages in one answer. */
    public static final int MAX_MESSAGES = 1_001;

    /** Maximum size of the messages in one answer. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Returns a query for what follows a number and is not known. */
    public static CatchUpQuestion after(String room, long after, long upTo, Map<String, Long> known) {
        return new CatchUpQuestion(room, after, null, null, upTo, known, null, null, null);
    }

    /** Returns a query for what follows a message. */
    public static CatchUpQuestion afterId(String room, String afterId, long upTo) {
        return new CatchUpQuestion(room, null, afterId, null, upTo, null, null, null, null);
    }

    /** Returns a query for the newest messages. */
    public static CatchUpQuestion newest(String room, int newest, long upTo) {
        return new CatchUpQuestion(room, null, null, newest, upTo, null, null, null, null);
    }

    /** Returns the same query, which leaves out further numbers that are known. */
    public CatchUpQuestion without(Map<String, List<NumberRange>> further) {
        return new CatchUpQuestion(
                room, after, afterId, newest, upTo, known, further.isEmpty() ? null : further, limit, maxBytes);
    }

    /** Returns the same query with other bounds of the answer. */
    public CatchUpQuestion within(int limit, int maxBytes) {
        return new CatchUpQuestion(room, after, afterId, newest, upTo, known, behindHoles, limit, maxBytes);
    }
}
