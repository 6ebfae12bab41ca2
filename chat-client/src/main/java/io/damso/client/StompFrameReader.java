package io.damso.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one connection from pieces of bytes. A piece may contain several frames or part of a frame.
 * Heart-beats are skipped. Not thread-safe.
 */
public final class StompFrameReader {

    private final int limit;
    private byte[] buffer = new byte[0];

    /**
     * Creates a reader.
     *
     * @param limit maximum size of a frame in bytes, and of the bytes kept for an incomplete frame
     */
    public StompFrameReader(int limit) {
        this.limit = limit;
    }

    /**
     * Reads the next piece and returns the frames that it completes, in order.
     *
     * @throws MalformedFrameException if the data is not STOMP 1.2 or a frame exceeds the limit; the reader must not be
     *     used after that
     */
    public List<StompFrame> read(byte[] piece) {
        byte[] bytes = Arrays.copyOf(buffer, buffer.length + piece.length);
        System.arraycopy(piece, 0, bytes, buffer.length, piece.length);
        List<StompFrame> frames = new ArrayList<>();
        int start = skipLineEnds(bytes, 0);
        for (Cut cut = cut(bytes, start); cut != null; cut = cut(bytes, start)) {
            frames.add(cut.frame);
            start = skipLineEnds(bytes, cut.end);
        }
        buffer = Arrays.copyOfRange(bytes, start, bytes.length);
        if (buffer.length > limit) {
            throw tooLarge();
        }
        return frames;
    }

    private record Cut(StompFrame frame, int end) {}

    /** Returns the frame that begins here, or null if it is incomplete. */
    private @Nullable Cut cut(byte[] bytes, int start) {
        int body = endOfHead(bytes, start);
        if (body < 0) {
            return null;
        }
        String[] lines = new String(bytes, start, body - start, StandardCharsets.UTF_8).split("\r?\n");
        StompCommand command =
                StompCommand.named(lines[0]).orElseThrow(() -> new MalformedFrameException("Unknown command"));
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            HeaderLine.read(lines[i], command, headers);
        }
        int end = endOfBody(bytes, body, headers.get(StompFrame.CONTENT_LENGTH));
        if (end < 0) {
            return null;
        }
        if (end - start > limit) {
            throw tooLarge();
        }
        if (end > body && !command.hasBody()) {
            throw new MalformedFrameException(command + " has a body");
        }
        String text = new String(bytes, body, end - body, StandardCharsets.UTF_8);
        return new Cut(new StompFrame(command, headers, text), end + 1);
    }

    /** Returns the index of the body, after the empty line; -1 if the headers are incomplete. */
    private static int endOfHead(byte[] bytes, int start) {
        int line = start;
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new MalformedFrameException("A frame ends before its empty line");
            }
            if (bytes[i] == '\n') {
                if (i == line || i == line + 1 && bytes[line] == '\r') {
                    return i + 1;
                }
                line = i + 1;
            }
        }
        return -1;
    }

    /** Returns the index of the NUL after the body; -1 if the body is incomplete. */
    private int endOfBody(byte[] bytes, int body, @Nullable String contentLength) {
        if (contentLength == null) {
            int end = body;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return end < bytes.length ? end : -1;
        }
        if (!contentLength.matches("\\d{1,9}")) {
            throw new MalformedFrameException("content-length is not a number of bytes");
        }
        int length = Integer.parseInt(contentLength);
        if (length > limit) {
            throw tooLarge();
        }
        int end = body + length;
        if (end < bytes.length && bytes[end] != 0) {
            throw new MalformedFrameException("A body does not end where its content-length says");
        }
        return end < bytes.length ? end : -1;
    }

    private static int skipLineEnds(byte[] bytes, int start) {
        int i = start;
        while (i < bytes.length && (bytes[i] == '\n' || bytes[i] == '\r')) {
            i++;
        }
        return i;
    }

    private MalformedFrameException tooLarge() {
        return new MalformedFrameException("A frame has more than " + limit + " bytes");
    }
}
