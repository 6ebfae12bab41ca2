package io.damso.load.peer;

/** What clients of a peer speak over WebSocket. */
public enum Dialect {
    /** STOMP 1.2, a frame a text message; CONNECT's {@code host} is {@link Peer#VIRTUAL_HOST}. */
    STOMP,
    /** The client protocol of NATS, in binary messages that need not end where its lines end. */
    NATS
}
