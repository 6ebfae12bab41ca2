package io.damso.gateway.frames;

/**
 * Counts the frames of one session against a rate with a burst. Every session has one, so it is a single number: the
 * time at which all frames so far would have come at the allowed rate. Not safe for use by many threads.
 */
public final class FrameRate {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private long paidUntil;

    /** Creates the count of a new session. */
    public FrameRate(long now) {
        this.paidUntil = now;
    }

    /** Counts one frame and returns whether it came in time; one that did not is not counted. */
    public boolean take(long now, FrameProperties limits) {
        long each = NANOS_PER_SECOND / limits.perSecond();
        long paid = (paidUntil - now > 0 ? paidUntil : now) + each;
        if (paid - now > each * limits.burst()) {
            return false;
        }
        paidUntil = paid;
        return true;
    }
}
