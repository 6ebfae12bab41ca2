package io.damso.gateway.membership;

import org.jspecify.annotations.Nullable;

/**
 * It is unknown whether a user is a member of a room: no usable membership is cached, and there is no answer in time.
 * Has no stack trace.
 */
public final class MembershipUnknownException extends Exception {

    private static final long serialVersionUID = 1L;

    MembershipUnknownException(String reason) {
        this(reason, null);
    }

    MembershipUnknownException(String reason, @Nullable Throwable cause) {
        super(reason, cause, false, false);
    }
}
