package io.damso.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A TCP connection on which a test writes HTTP and WebSocket bytes itself, also invalid ones. */
public final class RawWire implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final DataInputStream in;

    public RawWire(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and upgrades. */
    public static RawWire upgraded(int port, String... headers) throws IOException {
        RawWire wire = new RawWire(port);
        String answer = wire.handshake(headers);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("Not upgraded: " + answer);
        }
        return wire;
    }

    /** Requests an upgrade and returns the head of the answer. */
    public String handshake(String... headers) throws IOException {
        write(
                "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v12.stomp\r\n"
                        + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n");
        return head();
    }

    /** Returns the head of an answer, with the empty line. */
    public String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    public RawWire write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Sends a WebSocket frame (RFC 6455 §5.2). */
    public RawWire frame(boolean last, int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        socket.getOutputStream().write(frame.array(), 0, frame.position());
        return this;
    }

    public RawWire text(String text) throws IOException {
        return frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether there are received bytes that are not read yet. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    /** Returns the next frame that is not a heart-beat. */
    public Received next() throws IOException {
        for (; ; ) {
            int opcode = in.readUnsignedByte() & 0x0F;
            int length = in.readUnsignedByte();
            byte[] payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
            if (opcode == CLOSE) {
                ByteBuffer close = ByteBuffer.wrap(payload);
                int code = close.getShort();
                return new Received(
                        opcode, code, StandardCharsets.UTF_8.decode(close).toString());
            }
            Received received = new Received(opcode, 0, new String(payload, StandardCharsets.UTF_8));
            if (!received.text().equals("\n")) {
                return received;
            }
        }
    }

    /** Reads to the close frame. */
    public Received nextClose() throws IOException {
        for (; ; ) {
            Received received = next();
            if (received.opcode() == CLOSE) {
                return received;
            }
        }
    }

    /** Reads until the server has closed the connection. */
    public void awaitEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                // the bytes received before
            }
        } catch (EOFException | SocketException e) {
            // closed before it had read all bytes
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * A frame of the server.
     *
     * @param code close code, or 0
     * @param text payload, or the reason of a close
     */
    public record Received(int opcode, int code, String text) {}
}
