package io.damso.load.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The NATS client protocol. A PONG acknowledges all commands before the PING. */
final class NatsProtocol implements WireProtocol {

    private static final String PING = "PING\r\n";

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
        return subscription(destination, "");
    }

    @Override
    public byte[] message(String destination, byte[] body, int receipt) {
        return publication(destination, body, receipt == 0 ? "" : PING);
    }

    @Override
    public byte[] pong() {
        return bytes("PONG\r\n");
    }

    @Override
    public StreamDecoder decoder(WireEvents events) {
        return new NatsDecoder(events);
    }

    /**
     * Returns CONNECT and the subscriptions, which the server acknowledges together.
     *
     * @param destination subject to subscribe to as subscription 1; null for none
     * @param further lines of further subscriptions; empty for none
     */
    static byte[] subscription(@Nullable String destination, String further) {
        return bytes("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"
                + (destination == null ? "" : "SUB " + destination + " 1\r\n") + further + PING);
    }

    /**
     * Returns a PUB with its body.
     *
     * @param subjects the subject, or the subject, a blank and the reply subject
     * @param next lines after the message; empty for none
     */
    static byte[] publication(String subjects, byte[] body, String next) {
        byte[] head = bytes("PUB " + subjects + " " + body.length + "\r\n");
        byte[] tail = bytes("\r\n" + next);
        byte[] frame = new byte[head.length + body.length + tail.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(body, 0, frame, head.length, body.length);
        System.arraycopy(tail, 0, frame, head.length + body.length, tail.length);
        return frame;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
