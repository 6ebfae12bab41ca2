package io.damso.gateway.requests;

import io.damso.gateway.RefusedException;
import io.damso.gateway.rooms.Join;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a SUBSCRIBE asks for besides the messages from now on. All values are texts of the client.
 *
 * @param resumeAfter position, or id of a message, that what was missed follows; null for none
 * @param history number of newest messages; null for none
 * @param resume {@code required} if the SUBSCRIBE is to be refused when what it asks for cannot be delivered; null if not
 */
public record JoinRequest(
        @Nullable String resumeAfter,
        @Nullable String history,
        @Nullable String resume) {

    /** Only what comes from now on. */
    public static final JoinRequest LIVE = new JoinRequest(null, null, null);

    /** Largest number of newest messages. */
    static final int MOST_HISTORY = 200;

    private static final String REQUIRED = "required";

    /** A position never has this form: the first byte of one is its version. */
    private static final Pattern MESSAGE_ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** Returns whether messages from before are asked for. */
    boolean asks() {
        return resumeAfter != null || history != null;
    }

    boolean isRequired() {
        return REQUIRED.equals(resume);
    }

    /**
     * Returns what the subscription begins with. A position that cannot be read is no reason to refuse it: the client
     * may have it from before the secret was changed.
     *
     * @throws RefusedException with {@link ErrorCode#HEADER_REFUSED} if a value is not allowed, or two are given that
     *     exclude each other
     */
    Join read(RoomId room, PositionTokens tokens) throws RefusedException {
        if (resume != null && !isRequired() || resumeAfter != null && history != null) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
        if (history != null) {
            return new Join.Newest(count(history));
        }
        if (resumeAfter == null) {
            return Join.LIVE;
        }
        if (MESSAGE_ID.matcher(resumeAfter).matches()) {
            return new Join.AfterMessage(resumeAfter);
        }
        try {
            return new Join.After(tokens.read(room, resumeAfter));
        } catch (RefusedException e) {
            return new Join.Failed(e.code());
        }
    }

    private static int count(String text) throws RefusedException {
        try {
            int count = Integer.parseInt(text);
            if (count >= 0 && count <= MOST_HISTORY) {
                return count;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new RefusedException(ErrorCode.HEADER_REFUSED);
    }
}
