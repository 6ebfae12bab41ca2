package io.damso.gateway.mailbox;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Several WebSocket text messages in one write, each with one STOMP frame. For Jetty they are one frame: Jetty writes
 * the header of the first message and then the whole payload, which continues with the headers and payloads of the
 * others. Frames of a server are not masked (RFC 6455 §5.1), so they can be concatenated. Sent one by one, each message
 * would pass Jetty's checks, queue and timeouts, and most would be written alone. {@code OneFrameAMessageIT} fails if
 * Jetty no longer permits this.
 */
final class TextMessages extends Frame {

    private static final int TEXT_AND_FIN = 0x80 | OpCode.TEXT;
    private static final int LONGEST_SHORT = 125;
    private static final int LONGEST_MEDIUM = 0xFFFF;
    private static final int MEDIUM_FOLLOWS = 126;
    private static final int LARGE_FOLLOWS = 127;
    private static final int SHORT_HEADER = 2;
    private static final int MEDIUM_HEADER = SHORT_HEADER + Short.BYTES;
    private static final int LARGE_HEADER = SHORT_HEADER + Long.BYTES;

    private final int firstLength;

    /**
     * Creates the messages.
     *
     * @param frames STOMP frames, at least one; a single one is not copied
     */
    TextMessages(List<byte[]> frames) {
        super(OpCode.TEXT, true, payload(frames));
        this.firstLength = frames.getFirst().length;
    }

    private static ByteBuffer payload(List<byte[]> frames) {
        byte[] first = frames.getFirst();
        if (frames.size() == 1) {
            return ByteBuffer.wrap(first);
        }
        int length = first.length;
        for (int i = 1; i < frames.size(); i++) {
            length += headerLength(frames.get(i).length) + frames.get(i).length;
        }
        ByteBuffer payload = ByteBuffer.allocate(length).put(first);
        for (int i = 1; i < frames.size(); i++) {
            putHeader(payload, frames.get(i).length);
            payload.put(frames.get(i));
        }
        return payload.flip();
    }

    private static int headerLength(int length) {
        if (length <= LONGEST_SHORT) {
            return SHORT_HEADER;
        }
        return length <= LONGEST_MEDIUM ? MEDIUM_HEADER : LARGE_HEADER;
    }

    /** Writes a frame header (RFC 6455 §5.2). */
    private static void putHeader(ByteBuffer payload, int length) {
        payload.put((byte) TEXT_AND_FIN);
        if (length <= LONGEST_SHORT) {
            payload.put((byte) length);
        } else if (length <= LONGEST_MEDIUM) {
            payload.put((byte) MEDIUM_FOLLOWS).putShort((short) length);
        } else {
            payload.put((byte) LARGE_FOLLOWS).putLong(length);
        }
    }

    /** Returns the length for the first header: that of the first message only. */
    @Override
    public int getPayloadLength() {
        return firstLength;
    }
}
