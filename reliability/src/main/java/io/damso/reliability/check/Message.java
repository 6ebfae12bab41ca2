package io.damso.reliability.check;

import org.jspecify.annotations.Nullable;

/** What a history tells of one message. */
final class Message {

    final String name;
    String room = "";
    String sender = "";
    /** Sender and session of the first SEND; the order of SENDs is promised within it. */
    String session = "";
    /** Place among all first SENDs; 0 if none was seen. */
    int number;

    int sends;
    double firstSent;
    double due;
    double acknowledgedAt = -1;
    /** When it was first seen in the history of its room; -1 if nobody looked, or it was not there. */
    double foundAt = -1;

    boolean refused;

    @Nullable
    String id;

    long seq;
    int copies;

    Message(String name) {
        this.name = name;
    }

    boolean isStored() {
        return copies > 0;
    }

    /** Returns whether its place among the messages of its session is promised: a repeat comes later than others. */
    boolean hasOrder() {
        return sends == 1;
    }
}
