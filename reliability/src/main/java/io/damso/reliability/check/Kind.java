package io.damso.reliability.check;

/** What a history may prove to be broken. */
public enum Kind {
    /** A message whose RECEIPT arrived is not stored. */
    LOST("lost"),
    /** A message is stored more than once. */
    STORED_TWICE("doubled"),
    /** A subscription delivered a message twice that was sent once, or again although the client's position covered it. */
    HEARD_TWICE("doubled"),
    /** Messages of one session are stored in another order than they were sent. */
    STORED_IN_DISORDER("out of order"),
    /** Messages of one session were heard in another order than they were sent. */
    HEARD_IN_DISORDER("out of order"),
    /** A client did not hear a stored message of its room. */
    HOLE("hole"),
    /** A client heard a message that is not stored. */
    HEARD_NOT_STORED("heard, not stored"),
    /** The numbers of a room's messages do not grow by one. */
    NUMBERS("seq"),
    /** The same message has different ids, or is stored in another room. */
    IDENTITY("identity"),
    /** Somebody heard what was sent after the end of their membership. */
    HEARD_AFTER_LEAVING("heard after leaving"),
    /** A message is stored that was sent after the end of its sender's membership. */
    WRITTEN_AFTER_LEAVING("written after leaving"),
    /** A socket was closed in another way than the run allows. */
    CLOSED("socket closed"),
    /** Somebody was not live within the time that the run allows. */
    SLOW("not live in time"),
    /** What was acknowledged during a fault was not stored within the time that the run allows. */
    STORED_LATE("not stored in time"),
    /** A message was put aside as one that cannot be stored. */
    DEAD_LETTERED("dead-lettered"),
    /** A SEND of a member was refused for good. */
    REFUSED("refused"),
    /** The history has no end, or something did not come to rest. */
    INCOMPLETE("incomplete");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /** Returns the column of the ledger that counts it. */
    public String title() {
        return title;
    }
}
