package io.damso.gateway.membership.question;

/** Outcome of a membership question that was answered. */
public enum Answer {
    /** The user is a member. */
    MEMBER,
    /** The user is not a member. */
    NOT_A_MEMBER,
    /** A change or the answer to a later question was applied first. The question must be asked again. */
    STALE
}
