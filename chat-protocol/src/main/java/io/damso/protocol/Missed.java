package io.damso.protocol;

/** Where messages are that were missed while the live delivery of a subscription was interrupted. */
public enum Missed {
    /** They were delivered, before what follows. */
    DELIVERED,
    /** They are delivered later, when they can be read; nothing must be done. */
    FOLLOWS,
    /** They are not delivered to this subscription; the history has them. */
    SKIPPED
}
