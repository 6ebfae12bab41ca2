package io.damso.load.wire;

import java.util.Arrays;

/**
 * Reads frames from a stream of bytes in pieces of any size, and keeps an incomplete frame until its end arrives. The
 * boundaries of WebSocket messages are ignored, because servers split frames and combine several in one message. Not
 * thread-safe.
 */
public abstract class StreamDecoder {

    private static final int LARGEST_FRAME = 16 << 20;
    private static final byte[] NOTHING = {};

    private byte[] kept = NOTHING;
    private int length;

    /**
     * Reads the next piece.
     *
     * @throws ProtocolException if the data violates the protocol or a frame is larger than 16 MiB
     */
    public final void decode(byte[] bytes, int from, int to) {
        if (length == 0) {
            keep(bytes, readFrames(bytes, from, to), to);
            return;
        }
        int size = length + to - from;
        if (size > LARGEST_FRAME) {
            throw new ProtocolException("A frame is larger than " + LARGEST_FRAME + " bytes");
        }
        if (size > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(size, Math.min(2 * kept.length, LARGEST_FRAME)));
        }
        System.arraycopy(bytes, from, kept, length, to - from);
        byte[] whole = kept;
        length = 0;
        kept = NOTHING;
        int next = readFrames(whole, 0, size);
        if (next == 0) {
            kept = whole;
            length = size;
        } else {
            keep(whole, next, size);
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        if (from < to) {
            kept = Arrays.copyOfRange(bytes, from, to);
            length = to - from;
        }
    }

    /** Reads the complete frames. Returns the index of the first incomplete one, or {@code to}. */
    abstract int readFrames(byte[] bytes, int from, int to);
}
