package io.damso.load.wire;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The NATS client protocol with acknowledged messages. A message is a request: its reply subject is the inbox of the
 * connection plus the number of the receipt, like that of NATS's own clients, and JetStream sends the {@link PubAck}
 * there. Delivery is that of core NATS.
 *
 * <p>One object serves one connection, because the inbox is its own.
 */
final class JetStreamProtocol implements WireProtocol {

    /** Id of the subscription to the inbox; that of the room is 1. */
    static final char REPLIES = '2';

    private final NatsProtocol nats = new NatsProtocol();
    private final String inbox =
            "_INBOX." + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + ".";

    @Override
    public WireProtocol forConnection() {
        return new JetStreamProtocol();
    }

    @Override
    public @Nullable String subprotocol() {
        return nats.subprotocol();
    }

    @Override
    public boolean text() {
        return nats.text();
    }

    @Override
    public byte[] greeting(String token) {
        return nats.greeting(token);
    }

    @Override
    public byte[] subscription(@Nullable String destination) {
        return NatsProtocol.subscription(destination, "SUB " + inbox + "* " + REPLIES + "\r\n");
    }

    @Override
    public byte[] message(String destination, byte[] body, int receipt) {
        return NatsProtocol.publication(receipt == 0 ? destination : destination + " " + inbox + receipt, body, "");
    }

    @Override
    public byte[] pong() {
        return nats.pong();
    }

    @Override
    public StreamDecoder decoder(WireEvents events) {
        return nats.decoder(events);
    }
}
