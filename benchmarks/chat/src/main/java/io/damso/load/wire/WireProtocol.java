package io.damso.load.wire;

import io.damso.load.peer.Dialect;
import org.jspecify.annotations.Nullable;

/** The protocol of a client. Thread-safe. */
public interface WireProtocol {

    /** Returns the protocol of a dialect. */
    static WireProtocol of(Dialect dialect) {
        return switch (dialect) {
            case STOMP -> new StompProtocol();
            case NATS -> new NatsProtocol();
            case JETSTREAM -> new JetStreamProtocol();
        };
    }

    /** Returns the protocol of one connection: this one, unless a connection has an address of its own. */
    default WireProtocol forConnection() {
        return this;
    }

    /** Returns the WebSocket subprotocol; null for none. */
    @Nullable
    String subprotocol();

    /** Returns whether WebSocket messages are text messages. */
    boolean text();

    /**
     * Returns the first data of the client; empty if the server sends first.
     *
     * @param token token of the user; empty for none
     */
    byte[] greeting(String token);

    /**
     * Returns the data to send after the greeting of the server. If not empty, the server answers with acknowledgement
     * 1.
     *
     * @param destination destination to subscribe to; null for a client that only sends
     */
    byte[] subscription(@Nullable String destination);

    /**
     * Returns a subscription that first gets what it missed, in place of {@link #subscription}.
     *
     * @param position position of an earlier subscription to the destination, from {@link WireEvents#position}
     * @throws UnsupportedOperationException if the protocol has no positions
     */
    default byte[] resumption(String destination, String position) {
        throw new UnsupportedOperationException("This protocol has no positions");
    }

    /**
     * Returns a message.
     *
     * @param receipt number of the requested acknowledgement, from 1 for each connection; 0 for none
     */
    byte[] message(String destination, byte[] body, int receipt);

    /** Returns the answer to {@link WireEvents#pinged()}. */
    byte[] pong();

    /** Returns a decoder for one connection. */
    StreamDecoder decoder(WireEvents events);
}
