package io.damso.load.wire;

import io.damso.load.peer.Dialect;
import org.jspecify.annotations.Nullable;

/** What a client says, and how it understands the answers. Safe for use by many threads. */
public interface Speech {

    /** Returns how to speak this. */
    static Speech of(Dialect dialect) {
        return switch (dialect) {
            case STOMP -> new StompSpeech();
            case NATS -> new NatsSpeech();
        };
    }

    /** Returns the WebSocket subprotocol; null asks for none. */
    @Nullable String subprotocol();

    /** Returns whether WebSocket messages are text. */
    boolean text();

    /**
     * Returns what to say first; empty if the server speaks first.
     *
     * @param token empty for none
     */
    byte[] greeting(String token);

    /**
     * Returns what to say to a server that has greeted; unless it is empty, acknowledgement 1 follows.
     *
     * @param destination what to subscribe to; null for a client that only sends
     */
    byte[] subscription(@Nullable String destination);

    /**
     * Returns a message.
     *
     * @param receipt number of the acknowledgement that is wanted, counted from 1 for the connection; 0 wants none
     */
    byte[] message(String destination, byte[] body, int receipt);

    /** Returns the answer to {@link WireEvents#pinged()}. */
    byte[] pong();

    /** Returns a decoder for one connection. */
    StreamDecoder decoder(WireEvents events);
}
