package io.damso.gateway.lifetime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a session's token ends, and what was done about it. A session without a token does not end here. Nothing is
 * scheduled: whoever sweeps the sessions asks. Safe for use by many threads.
 */
public final class TokenLifetime {

    /** What the time asks for. */
    public enum Due {
        /** Nothing yet, or no more. */
        NOTHING,
        /** The client is to be told that the end is near; due until {@link #noticed}. */
        NOTICE,
        /** The session is to be ended; from now on nothing extends it. */
        END
    }

    private volatile long endsAt = Long.MAX_VALUE;
    private boolean noticed;
    private boolean ended;

    /**
     * Lets the session live until the end of another token, which may be earlier.
     *
     * @param tokenEnd null if the token has no end
     * @return false if the session has ended before
     */
    public synchronized boolean extend(@Nullable Instant tokenEnd) {
        if (!ended) {
            endsAt = tokenEnd == null ? Long.MAX_VALUE : tokenEnd.toEpochMilli();
            noticed = false;
        }
        return !ended;
    }

    /**
     * Returns what is due. Costs one comparison for a token that is far from its end.
     *
     * @param now milliseconds since the epoch
     * @param noticeMillis how long before the end the client is told; 0 is never
     */
    public Due due(long now, long noticeMillis) {
        return now < endsAt - noticeMillis ? Due.NOTHING : dueSoon(now, noticeMillis);
    }

    private synchronized Due dueSoon(long now, long noticeMillis) {
        if (now >= endsAt) {
            ended = true;
            return Due.END;
        }
        return noticed || now < endsAt - noticeMillis ? Due.NOTHING : Due.NOTICE;
    }

    /** The client was told. A refresh that came meanwhile is told again, which is of no harm. */
    public synchronized void noticed() {
        noticed = true;
    }
}
