package io.damso.gateway.stomp.frames;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompDecoder;

/**
 * Splits the data of a client into frames, independent of how the data arrives. Inspects each byte at most once and
 * keeps only the incomplete frame. Spring's decoder receives complete frames only: it would parse an incomplete frame
 * again with each read, and bounds neither headers nor empty chunks. Command and headers must be UTF-8; a body may have
 * any bytes. Not thread-safe.
 */
public final class FrameReader {

    private static final StompDecoder DECODER = new StompDecoder();
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    /**
     * Prefixes of the commands whose headers have no escapes, because they precede the version negotiation (STOMP 1.2
     * "Value Encoding"). The decoder handles these.
     */
    private static final List<byte[]> VERBATIM =
            List.of("CONNECT".getBytes(StandardCharsets.US_ASCII), "STOMP".getBytes(StandardCharsets.US_ASCII));

    private static final byte[] NOTHING = new byte[0];
    private static final int UNKNOWN = -1;

    private enum Part {
        BETWEEN,
        COMMAND,
        HEADERS,
        BODY,
        END
    }

    private final FrameBounds bounds;
    private final Supplier<HeaderEscapes> escapes;
    private byte[] held = NOTHING;
    private int heldBytes;
    private Part part = Part.BETWEEN;
    private boolean carriageReturn;
    private int lineBytes;
    private int headers;
    private boolean namesLength;
    private int number;
    private int bodyLeft;
    private boolean backslash;
    private int headBytes;

    /**
     * Creates the reader of a new session.
     *
     * @param escapes returns the header escapes of the session's version; called when a frame is complete
     */
    public FrameReader(FrameBounds bounds, Supplier<HeaderEscapes> escapes) {
        this.bounds = bounds;
        this.escapes = escapes;
    }

    /**
     * Reads data of the client.
     *
     * @param bytes parts of frames, several frames, or only heart-beats
     * @param frames receives each frame as soon as it is complete
     * @throws RefusedException if the bytes are not valid frames or exceed the bounds; then the reader must not be used
     *     again
     */
    public void read(byte[] bytes, Consumer<Message<byte[]>> frames) throws RefusedException {
        int start = 0;
        int next = 0;
        while (next < bytes.length) {
            if (part == Part.BETWEEN) {
                if (skipEndOfLine(bytes[next])) {
                    next++;
                    continue;
                }
                begin();
                start = next;
            }
            next = part == Part.BODY ? body(bytes, next) : head(bytes, next);
            if (part == Part.END) {
                frames.accept(decode(bytes, start, next));
            }
        }
        if (part != Part.BETWEEN) {
            hold(bytes, start, bytes.length);
        }
    }

    /** Returns whether a frame has partly arrived. */
    public boolean isWaiting() {
        return heldBytes > 0;
    }

    /** Skips ends of line between frames (STOMP 1.2 "Heart-beating"). */
    private boolean skipEndOfLine(byte b) throws RefusedException {
        if (carriageReturn && b != '\n') {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME);
        }
        carriageReturn = b == '\r';
        return b == '\n' || b == '\r';
    }

    private void begin() {
        part = Part.COMMAND;
        lineBytes = 0;
        headers = 0;
        bodyLeft = UNKNOWN;
        backslash = false;
        headBytes = 0;
    }

    /** Reads one byte of the command or the headers. NUL is allowed only in a body and after it. */
    private int head(byte[] bytes, int at) throws RefusedException {
        byte b = bytes[at];
        headBytes++;
        if (b == '\n') {
            carriageReturn = false;
            endOfLine();
        } else if (carriageReturn || b == 0) {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME);
        } else if (b == '\r') {
            carriageReturn = true;
        } else {
            character(b);
        }
        return at + 1;
    }

    private void character(byte b) throws RefusedException {
        if (lineBytes == bounds.headerBytes()) {
            throw new RefusedException(ErrorCode.HEADERS_TOO_LARGE);
        }
        if (lineBytes < CONTENT_LENGTH.length) {
            namesLength = (lineBytes == 0 || namesLength) && b == CONTENT_LENGTH[lineBytes];
        } else if (namesLength) {
            digit(b);
        }
        backslash |= b == '\\';
        lineBytes++;
    }

    private void digit(byte b) throws RefusedException {
        if (b < '0' || b > '9') {
            throw new RefusedException(ErrorCode.CONTENT_LENGTH_WRONG);
        }
        number = (lineBytes == CONTENT_LENGTH.length ? 0 : 10 * number) + b - '0';
        if (number > bounds.frameBytes()) {
            throw new RefusedException(ErrorCode.FRAME_TOO_LARGE);
        }
    }

    private void endOfLine() throws RefusedException {
        if (part == Part.COMMAND) {
            part = Part.HEADERS;
        } else if (lineBytes == 0) {
            part = Part.BODY;
        } else {
            header();
        }
        lineBytes = 0;
    }

    private void header() throws RefusedException {
        if (++headers > bounds.headers()) {
            throw new RefusedException(ErrorCode.HEADERS_TOO_LARGE);
        }
        if (namesLength && lineBytes >= CONTENT_LENGTH.length) {
            if (lineBytes == CONTENT_LENGTH.length) {
                throw new RefusedException(ErrorCode.CONTENT_LENGTH_WRONG); // no digits
            }
            if (bodyLeft == UNKNOWN) {
                bodyLeft = number; // STOMP 1.2 "Repeated Header Entries": the first one is used
            }
        }
    }

    private int body(byte[] bytes, int at) throws RefusedException {
        if (bodyLeft > 0) {
            int taken = Math.min(bodyLeft, bytes.length - at);
            bodyLeft -= taken;
            return at + taken;
        }
        int next = at;
        while (next < bytes.length) {
            if (bytes[next++] == 0) {
                part = Part.END;
                return next;
            }
            if (bodyLeft == 0) {
                throw new RefusedException(ErrorCode.CONTENT_LENGTH_WRONG); // the body is longer than content-length
            }
        }
        return next;
    }

    private Message<byte[]> decode(byte[] bytes, int start, int end) throws RefusedException {
        ByteBuffer frame;
        if (heldBytes == 0) {
            requireSize(end - start);
            frame = ByteBuffer.wrap(bytes, start, end - start);
        } else {
            hold(bytes, start, end);
            frame = ByteBuffer.wrap(held, 0, heldBytes);
        }
        held = NOTHING;
        heldBytes = 0;
        part = Part.BETWEEN;
        requireUtf8(frame.slice(frame.position(), headBytes));
        return decode(backslash && !isVerbatim(frame) ? escapes.get().toStomp12(frame, headBytes) : frame);
    }

    /** Jetty has checked text messages (RFC 6455 §8.1). Binary messages may have any bytes. */
    private static void requireUtf8(ByteBuffer head) throws RefusedException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(head);
        } catch (CharacterCodingException e) {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME);
        }
    }

    private static boolean isVerbatim(ByteBuffer frame) {
        return VERBATIM.stream()
                .anyMatch(command -> frame.remaining() >= command.length
                        && frame.slice(frame.position(), command.length).equals(ByteBuffer.wrap(command)));
    }

    private static Message<byte[]> decode(ByteBuffer frame) throws RefusedException {
        try {
            List<Message<byte[]>> decoded = DECODER.decode(frame);
            if (decoded.size() != 1) {
                throw new RefusedException(ErrorCode.MALFORMED_FRAME);
            }
            return decoded.getFirst();
        } catch (RuntimeException e) {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME); // no cause: it may quote a token
        }
    }

    private void hold(byte[] bytes, int start, int end) throws RefusedException {
        int size = heldBytes + end - start;
        requireSize(size);
        if (size > held.length) {
            held = Arrays.copyOf(held, Math.max(size, Math.min(2 * held.length, bounds.frameBytes())));
        }
        System.arraycopy(bytes, start, held, heldBytes, end - start);
        heldBytes = size;
    }

    private void requireSize(int size) throws RefusedException {
        if (size > bounds.frameBytes()) {
            throw new RefusedException(ErrorCode.FRAME_TOO_LARGE);
        }
    }
}
