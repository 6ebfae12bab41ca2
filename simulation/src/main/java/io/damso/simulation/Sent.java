package io.damso.simulation;

/** One SEND of a client. A repeat is another one with the same id. */
final class Sent {

    static final long NEVER = Long.MAX_VALUE;

    private final String id;
    private final String room;
    private final String clientMessageId;
    private final String text;
    private final long session;
    private final long acceptedAt;
    private long receiptAt = NEVER;

    Sent(String id, String room, String clientMessageId, String text, long session, long acceptedAt) {
        this.id = id;
        this.room = room;
        this.clientMessageId = clientMessageId;
        this.text = text;
        this.session = session;
        this.acceptedAt = acceptedAt;
    }

    String id() {
        return id;
    }

    String room() {
        return room;
    }

    String clientMessageId() {
        return clientMessageId;
    }

    String text() {
        return text;
    }

    /** Returns the connection on which it was sent. */
    long session() {
        return session;
    }

    /** Returns the number of the event in the whole simulation. */
    long acceptedAt() {
        return acceptedAt;
    }

    /** Returns the number of the event, or {@link #NEVER}. */
    long receiptAt() {
        return receiptAt;
    }

    void receipt(long at) {
        receiptAt = at;
    }

    boolean isAcknowledged() {
        return receiptAt != NEVER;
    }
}
