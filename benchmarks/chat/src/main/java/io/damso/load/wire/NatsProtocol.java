package io.damso.load.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The NATS client protocol. A PONG acknowledges all commands before the PING. */
final class NatsProtocol implements WireProtocol {

    private static final byte[] PING = bytes("PING\r\n");

    @Override
    public @Nullable String subprotocol() {
        return null;
    }

    @Override
    public boolean text() {
        return false;
    }

    @Override
    public byte[] greeting(String token) {
        return new byte[0];
    }

    @Override
    public byte[] subscription(@Nullable String destination) {
        return bytes("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"
                + (destination == null ? "" : "SUB " + destination + " 1\r\n") + "PING\r\n");
    }

    @Override
    public byte[] message(String destination, byte[] body, int receipt) {
        byte[] head = bytes("PUB " + destination + " " + body.length + "\r\n");
        int ping = receipt == 0 ? 0 : PING.length;
        byte[] frame = new byte[head.length + body.length + 2 + ping];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(body, 0, frame, head.length, body.length);
        frame[head.length + body.length] = '\r';
        frame[head.length + body.length + 1] = '\n';
        System.arraycopy(PING, 0, frame, frame.length - ping, ping);
        return frame;
    }

    @Override
    public byte[] pong() {
        return bytes("PONG\r\n");
    }

    @Override
    public StreamDecoder decoder(WireEvents events) {
        return new NatsDecoder(events);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
