package io.damso.load.peer;

/** What a system speaks inside of WebSocket messages. */
public enum Dialect {
    /** STOMP 1.2. */
    STOMP,
    /** The NATS client protocol. */
    NATS
}
