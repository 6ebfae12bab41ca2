package io.damso.system.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A WebSocket with its own framing, so that valid and invalid frames can be sent. Not thread-safe. */
public final class RawWebSocket implements AutoCloseable {

    private static final int FIN = 0x80;
    private static final int NO_CODE = 1005;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final Set<Integer> BUSY = Set.of(429, 503);
    private static final long PAUSE_NANOS = 20_000_000;

    private final RawConnection connection;

    private RawWebSocket(RawConnection connection) {
        this.connection = connection;
    }

    /**
     * Sends a valid handshake (RFC 6455 §4.1).
     *
     * @param headers further ones, such as {@code Origin: https://example.org}
     * @throws IOException if the server does not switch protocols
     */
    public static RawWebSocket open(RawConnection connection, String path, String... headers) throws IOException {
        connection.write(handshake(path, headers));
        HttpAnswer answer = HttpAnswer.read(connection);
        if (answer.status() != SWITCHING_PROTOCOLS) {
            connection.close();
            throw new IOException("Handshake answered with " + answer.everything());
        }
        return new RawWebSocket(connection);
    }

    /**
     * Sends handshakes until the node accepts one; a node beyond its rate answers 429 or 503.
     *
     * @throws IOException if it accepts none in time, or has another answer
     */
    public static RawWebSocket openWhenAdmitted(RawConnection.Door door, String path) throws IOException {
        long end = System.nanoTime() + RawConnection.TIMEOUT.toNanos();
        while (true) {
            RawConnection connection = door.open();
            connection.write(handshake(path));
            HttpAnswer answer = HttpAnswer.read(connection);
            if (answer.status() == SWITCHING_PROTOCOLS) {
                return new RawWebSocket(connection);
            }
            connection.close();
            if (!BUSY.contains(answer.status()) || System.nanoTime() > end) {
                throw new IOException("Handshake answered with " + answer.everything());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Returns the bytes of a valid handshake. */
    public static String handshake(String path, String... headers) {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + "Sec-WebSocket-Protocol: v12.stomp\r\n");
        List.of(headers).forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** Sends frames in one write. */
    public void send(WireFrame... frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (WireFrame frame : frames) {
            all.writeBytes(frame.bytes());
        }
        connection.write(all.toByteArray());
    }

    /** Sends a text message. */
    public void send(String text) throws IOException {
        send(WireFrame.text(text));
    }

    /** Returns the connection. */
    public RawConnection connection() {
        return connection;
    }

    /** Returns the next message or event, without pings. */
    public Received next() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            for (int first = connection.read(); first >= 0; first = connection.read()) {
                byte[] payload = connection.read(length());
                switch (first & 0xF) {
                    case WireFrame.CLOSE -> {
                        return closeOf(payload);
                    }
                    case WireFrame.PONG -> {
                        return new Received.Pong(new String(payload, StandardCharsets.UTF_8));
                    }
                    case WireFrame.PING -> {}
                    default -> message.writeBytes(payload);
                }
                if ((first & FIN) != 0 && (first & 0xF) < WireFrame.CLOSE) {
                    return new Received.Text(message.toString(StandardCharsets.UTF_8));
                }
            }
        } catch (EOFException | SocketException e) {
            return new Received.End();
        }
        return new Received.End();
    }

    private int length() throws IOException {
        int length = connection.read(1)[0];
        if (length < 0) {
            throw new IOException("The server masks its frames");
        }
        return switch (length) {
            case 126 -> ByteBuffer.wrap(connection.read(2)).getShort() & 0xFFFF;
            case 127 -> Math.toIntExact(ByteBuffer.wrap(connection.read(8)).getLong());
            default -> length;
        };
    }

    private static Received closeOf(byte[] payload) {
        if (payload.length < 2) {
            return new Received.Close(NO_CODE, "");
        }
        String reason = new String(Arrays.copyOfRange(payload, 2, payload.length), StandardCharsets.UTF_8);
        return new Received.Close(ByteBuffer.wrap(payload).getShort() & 0xFFFF, reason);
    }

    @Override
    public void close() {
        connection.close();
    }
}
