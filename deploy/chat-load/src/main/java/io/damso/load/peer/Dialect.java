package io.damso.load.peer;

/** What clients of a peer speak over WebSocket. */
public enum Dialect {
    /** STOMP 1.2, each frame in a text message; CONNECT with {@code host:/}, without login. */
    STOMP,
    /** The client protocol of NATS, in binary messages that need not end where its lines end. */
    NATS
}
