package io.damso.gateway.rooms.feed;

import io.damso.protocol.feeds.RoomState;
import org.jspecify.annotations.Nullable;

/** What persistence has told that a feed has not heard yet, and for how long its word is complete. Not thread-safe. */
final class Expectation {

    /** Well below the time for which persistence names an origin. */
    private static final long FRESH_NANOS = RoomState.ORIGINS_FOR.toNanos() / 2;

    private final long graceNanos;
    private @Nullable RoomState expected;
    private long since;
    private long verifiedAt;

    /** Whether the last digest is one of a line without a break that reaches back to the last comparison. */
    private boolean unbroken;

    Expectation(long graceNanos) {
        this.graceNanos = graceNanos;
    }

    /**
     * What the feed has heard was compared with what is stored.
     *
     * @param ticket of the barrier that was answered; 0 for a digest, which may have been on its way for minutes: the
     *     first one behind a break says nothing about now
     */
    void verified(long ticket, long now) {
        if (ticket > 0 || unbroken) {
            verifiedAt = now;
        }
    }

    /** A digest names the room. If none was missed, nothing was stored that no digest named. */
    void received(long unbrokenSince, long now) {
        unbroken = unbrokenSince - verifiedAt <= 0;
        if (unbroken) {
            verifiedAt = Math.max(verifiedAt, now - FRESH_NANOS);
        }
    }

    /** Returns whether what persistence tells now names everything that was stored since the last comparison. */
    boolean isFresh(long now) {
        return now - verifiedAt <= FRESH_NANOS;
    }

    /** Waits for what is not heard yet. What is waited for already stays. */
    void expect(RoomState stored, long now) {
        if (expected == null) {
            expected = stored;
            since = now;
        }
    }

    @Nullable
    RoomState expected() {
        return expected;
    }

    /**
     * Returns whether what is waited for was heard, or nothing is. Until then, a later word of persistence is not
     * believed to be complete: it may name an origin no more of which something is still missing.
     */
    boolean isMet(Heard heard) {
        RoomState awaited = expected;
        return awaited == null || heard.covers(awaited.origins());
    }

    boolean isLate(long now) {
        return now - since >= graceNanos;
    }

    void forget() {
        expected = null;
    }
}
