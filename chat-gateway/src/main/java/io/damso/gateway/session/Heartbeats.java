package io.damso.gateway.session;

import java.util.concurrent.TimeUnit;

/**
 * The agreed heart-beats of a session.
 *
 * @param toClientMillis maximum time without data to the client, in milliseconds; 0 is no limit
 * @param fromClientMillis maximum time without data from the client, in milliseconds; 0 is no limit
 */
public record Heartbeats(long toClientMillis, long fromClientMillis) {

    /** No heart-beats in either direction. */
    public static final Heartbeats NONE = new Heartbeats(0, 0);

    /**
     * Returns whether a heart-beat must be sent now, because the next call would be too late.
     *
     * @param idleNanos time since the last write
     * @param sweepNanos time until the next call
     */
    boolean isDue(long idleNanos, long sweepNanos) {
        return toClientMillis > 0 && idleNanos >= TimeUnit.MILLISECONDS.toNanos(toClientMillis) - sweepNanos;
    }

    /** Returns whether the client has sent nothing for more than two and a half intervals. */
    boolean isOverdue(long silentNanos) {
        return fromClientMillis > 0 && 2 * silentNanos > 5 * TimeUnit.MILLISECONDS.toNanos(fromClientMillis);
    }
}
