package io.damso.load.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** STOMP 1.2 without heart-beats. */
final class StompProtocol implements WireProtocol {

    @Override
    public String subprotocol() {
        return "v12.stomp";
    }

    @Override
    public boolean text() {
        return true;
    }

    /** The host is the virtual host for RabbitMQ; other servers ignore it. */
    @Override
    public byte[] greeting(String token) {
        String authorization = token.isEmpty() ? "" : "Authorization:Bearer " + token + "\n";
        return bytes("CONNECT\naccept-version:1.2\nhost:/\nheart-beat:0,0\n" + authorization + "\n\0");
    }

    @Override
    public byte[] subscription(@Nullable String destination) {
        return destination == null ? new byte[0] : subscription(destination, "");
    }

    @Override
    public byte[] resumption(String destination, String position) {
        return subscription(destination, "resume-after:" + position + "\n");
    }

    private static byte[] subscription(String destination, String header) {
        return bytes("SUBSCRIBE\nid:0\ndestination:" + destination + "\nreceipt:1\n" + header + "\n\0");
    }

    @Override
    public byte[] message(String destination, byte[] body, int receipt) {
        String type = body.length > 0 && body[0] == '{' ? "application/json" : "text/plain";
        byte[] head = bytes("SEND\ndestination:" + destination + "\ncontent-type:" + type + "\ncontent-length:"
                + body.length + (receipt == 0 ? "" : "\nreceipt:" + receipt) + "\n\n");
        byte[] frame = new byte[head.length + body.length + 1];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(body, 0, frame, head.length, body.length);
        return frame;
    }

    @Override
    public byte[] pong() {
        return bytes("\n");
    }

    @Override
    public StreamDecoder decoder(WireEvents events) {
        return new StompDecoder(events);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
