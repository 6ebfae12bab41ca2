package io.damso.gateway.stomp.frames;

/**
 * Limits the rate of the frames of one session, with a burst. Every session has one, so its state is a single number:
 * the time at which all frames so far would have arrived at the allowed rate. Not thread-safe.
 */
public final class FrameRate {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private long paidUntil;

    /**
     * Creates the limit of a new session.
     *
     * @param now as {@link System#nanoTime}
     */
    public FrameRate(long now) {
        this.paidUntil = now;
    }

    /**
     * Counts one frame.
     *
     * @param now as {@link System#nanoTime}
     * @return false if the frame exceeds the rate; then it is not counted
     */
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
