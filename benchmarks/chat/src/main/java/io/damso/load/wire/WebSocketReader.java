package io.damso.load.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads the WebSocket frames of a server (RFC 6455 §5.2) from pieces of any size. Payload is passed on immediately;
 * only incomplete headers and control frames are kept. Not thread-safe.
 */
public final class WebSocketReader {

    /** Receives the content of frames, on the thread of the connection. */
    public interface Listener {

        /** A part of the payload of a text or binary message. */
        void payload(byte[] bytes, int from, int to);

        /** The server requests a pong with the same payload. */
        void ping(byte[] payload);

        /**
         * The server sent a close frame.
         *
         * @param code close code (RFC 6455 §7.4); 1005 if the server sent none
         */
        void closing(int code);
    }

    private static final int NO_STATUS = 1005;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int LONGEST_HEAD = 10;
    private static final int LONGEST_CONTROL = 125;

    private final Listener listener;
    private byte @Nullable [] head;
    private int headLength;
    private int opcode;
    private long remaining;
    private byte @Nullable [] control;
    private int controlLength;

    /** Creates a reader for a connection after its handshake. */
    public WebSocketReader(Listener listener) {
        this.listener = listener;
    }

    /**
     * Reads the next piece.
     *
     * @throws ProtocolException if it is not a valid frame of a server
     */
    public void read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (remaining > 0) {
                int end = (int) Math.min(to, at + remaining);
                remaining -= end - at;
                pass(bytes, at, end);
                at = end;
            } else {
                at = readHead(bytes, at, to);
            }
        }
    }

    private int readHead(byte[] bytes, int from, int to) {
        if (headLength == 0) {
            int size = headSize(bytes, from, to - from);
            if (size > 0) {
                start(bytes, from);
                return from + size;
            }
        }
        byte[] collected = head == null ? head = new byte[LONGEST_HEAD] : head;
        collected[headLength++] = bytes[from];
        if (headSize(collected, 0, headLength) > 0) {
            start(collected, 0);
            head = null;
            headLength = 0;
        }
        return from + 1;
    }

    /** Returns the length of the frame header, or 0 if it is incomplete. */
    private static int headSize(byte[] bytes, int from, int available) {
        if (available < 2) {
            return 0;
        }
        int length = bytes[from + 1] & 0xff;
        if (length > 127) {
            throw new ProtocolException("The server sent a masked WebSocket frame");
        }
        int size = length < 126 ? 2 : length == 126 ? 4 : LONGEST_HEAD;
        return available < size ? 0 : size;
    }

    private void start(byte[] bytes, int from) {
        opcode = bytes[from] & 0x0f;
        int length = bytes[from + 1];
        remaining = length < 126 ? length : bigEndian(bytes, from + 2, length == 126 ? 2 : 8);
        if (opcode >= CLOSE) {
            if (remaining > LONGEST_CONTROL) {
                throw new ProtocolException("A WebSocket control frame of " + remaining + " bytes");
            }
            control = new byte[(int) remaining];
            controlLength = 0;
            if (remaining == 0) {
                endControl(control);
            }
        }
    }

    private static long bigEndian(byte[] bytes, int from, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        if (value < 0) {
            throw new ProtocolException("A WebSocket frame of more than 2^63 bytes");
        }
        return value;
    }

    private void pass(byte[] bytes, int from, int to) {
        byte[] collected = control;
        if (collected == null) {
            listener.payload(bytes, from, to);
            return;
        }
        System.arraycopy(bytes, from, collected, controlLength, to - from);
        controlLength += to - from;
        if (remaining == 0) {
            endControl(collected);
        }
    }

    private void endControl(byte[] payload) {
        control = null;
        if (opcode == CLOSE) {
            listener.closing(payload.length < 2 ? NO_STATUS : (int) bigEndian(payload, 0, 2));
        } else if (opcode == PING) {
            listener.ping(payload);
        }
    }
}
