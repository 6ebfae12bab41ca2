package io.damso.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Body of a message on {@link Destinations#USER_ERRORS}: the refusal of one frame, or a notice, which answers no frame
 * ({@link ErrorCode.Outcome#NOTICE}). The session stays open.
 *
 * @param code slug of the {@link ErrorCode}
 * @param title what is wrong, for users
 * @param retryable whether the same frame may succeed later
 * @param destination destination of the refused frame, or of the subscription that ended
 * @param receipt {@code receipt} header of the refused frame, if it had one: no RECEIPT will come for it
 */
public record Refusal(
        String code,
        String title,
        boolean retryable,
        @Nullable String destination,
        @Nullable String receipt) {

    /** Returns the refusal of one frame. */
    public static Refusal of(ErrorCode code, @Nullable String destination, @Nullable String receipt) {
        return new Refusal(code.slug(), code.title(), code.retryable(), destination, receipt);
    }
}
