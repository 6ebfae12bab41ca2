package io.damso.protocol.feeds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a {@link CatchUpQuestion}, with its correlation id.
 *
 * @param messages in the order of their numbers
 * @param end highest number that was looked at. If it is below {@code upTo} and {@code more} is false, this reader of the
 *     store does not see the rest yet, and the query must be repeated
 * @param more whether a bound of the question ended the answer before {@code upTo}
 * @param code why there is no answer; null if there is one. One of the constants of this class
 */
public record CatchUpAnswer(
        List<Message> messages,
        long end,
        boolean more,
        @Nullable String code) {

    /** A code: the first message that would follow is older than {@link #MAX_AGE}. */
    public static final String POSITION_TOO_OLD = "position-too-old";

    /** A code: the room has no stored message with the id. */
    public static final String POSITION_UNKNOWN = "position-unknown";

    /** How old a message after a position may be. */
    public static final Duration MAX_AGE = Duration.ofHours(24);

    /** Returns a refusal. */
    public static CatchUpAnswer refused(String code) {
        return new CatchUpAnswer(List.of(), 0, false, code);
    }

    /**
     * A stored message.
     *
     * @param seq its number in the room
     * @param copies the known copies, the first and the newest; empty for what had no origin
     * @param storedAt when it was stored, by the clock of persistence; null for what earlier versions stored
     * @param message the JSON object as clients receive it, and {@code seq}
     */
    public record Message(
            long seq, List<Copy> copies, @Nullable Instant storedAt, Map<String, Object> message) {}
}
