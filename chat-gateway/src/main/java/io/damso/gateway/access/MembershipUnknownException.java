package io.damso.gateway.access;

/** Nobody could say in time whether a user is a member of a room. */
final class MembershipUnknownException extends Exception {

    private static final long serialVersionUID = 1L;

    MembershipUnknownException(Throwable cause) {
        super("Membership is unknown", cause);
    }
}
