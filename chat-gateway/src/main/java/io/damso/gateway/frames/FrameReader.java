package io.damso.gateway.frames;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompDecoder;

/**
 * Cuts what a client sends into frames, however its bytes are cut. Looks at every byte once and keeps nothing but the
 * frame that is not complete yet; Spring's decoder, which would parse that again with each new byte and bounds
 * neither headers nor empty pieces, sees whole frames only. Not safe for use by many threads.
 */
public final class FrameReader {

    private static final StompDecoder DECODER = new StompDecoder();
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];
    private static final int UNKNOWN = -1;

    private enum Part { BETWEEN, COMMAND, HEADERS, BODY, END }

    private final FrameBounds bounds;
    private byte[] held = NOTHING;
    private int heldBytes;
    private Part part = Part.BETWEEN;
    private boolean carriageReturn;
    private int lineBytes;
    private int headers;
    private boolean namesLength;
    private int number;
    private int bodyLeft;

    /** Creates the reader of a new session. */
    public FrameReader(FrameBounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Reads on.
     *
     * @param bytes what came; may hold parts of frames, several, or nothing but heart-beats
     * @param frames takes each frame as soon as it is complete
     * @throws RefusedException if the bytes are no frames, or too large ones; nothing can be read after that
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

    /** Returns whether a frame has begun whose end has not come. */
    public boolean isWaiting() {
        return heldBytes > 0;
    }

    /** STOMP 1.2 "Heart-beating": ends of line between frames. */
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
    }

    /** Command and headers, byte by byte; a NUL can only stand in or behind a body. */
    private int head(byte[] bytes, int at) throws RefusedException {
        byte b = bytes[at];
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
        lineBytes++;
    }

    private void digit(byte b) throws RefusedException {
        if (b < '0' || b > '9') {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME);
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
                throw new RefusedException(ErrorCode.MALFORMED_FRAME); // no number
            }
            if (bodyLeft == UNKNOWN) {
                bodyLeft = number; // STOMP 1.2 "Repeated Header Entries": the first one counts
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
                throw new RefusedException(ErrorCode.MALFORMED_FRAME); // the body is longer than was said
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
        try {
            List<Message<byte[]>> decoded = DECODER.decode(frame);
            if (decoded.size() != 1) {
                throw new RefusedException(ErrorCode.MALFORMED_FRAME);
            }
            return decoded.getFirst();
        } catch (RuntimeException e) {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME); // the cause quotes headers, and with them tokens
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
