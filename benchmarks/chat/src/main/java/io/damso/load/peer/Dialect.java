package io.damso.load.peer;

/** The protocol of a peer's clients over WebSocket. */
public enum Dialect {
    /** STOMP 1.2. Each frame is a text message. CONNECT has {@code host:/} and no login. */
    STOMP,
    /** The client protocol of NATS in binary messages, whose ends need not be those of its lines. */
    NATS,
    /** The client protocol of NATS, in which each message is a request that JetStream acknowledges. */
    JETSTREAM
}
