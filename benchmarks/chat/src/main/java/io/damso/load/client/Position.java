package io.damso.load.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest position of a subscriber, from which it resumes after a lost connection. Used by one connection at a time,
 * on its event loop. Copies only bytes, because every message has a position.
 */
public final class Position {

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int length;
    private byte[] before = NOTHING;
    private boolean behind;

    /** A position was received, after the messages that it covers. */
    void reached(byte[] from, int start, int end) {
        if (behind) {
            return;
        }
        length = end - start;
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        System.arraycopy(from, start, bytes, 0, length);
    }

    /** Returns the position from which the next subscription resumes; null if there is none. */
    @Nullable
    String beginSubscription() {
        before = Arrays.copyOf(bytes, length);
        return length == 0 ? null : new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    /**
     * What was missed was not delivered. The position before the subscription stays until {@link #recovered()}, because
     * newer ones do not cover what is missing.
     */
    void notRecovered() {
        bytes = before;
        length = before.length;
        behind = true;
    }

    /** What was missed was read elsewhere; newer positions are taken again. */
    public void recovered() {
        behind = false;
    }
}
