package io.damso.gateway.lifetime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session's token, and whether the client got a notice of it. A session whose token has no end does not
 * expire. There is no timer: the session clock calls {@link #due} periodically. Thread-safe.
 */
public final class TokenLifetime {

    /** The action that is due. */
    public enum Due {
        /** No action. */
        NOTHING,
        /** The client must get a notice of the end; due until {@link #noticed}. */
        NOTICE,
        /** The session must be ended. From now on nothing extends it. */
        END
    }

    private volatile long endsAt = Long.MAX_VALUE;
    private int token;
    private int announced;
    private int noticed;
    private boolean ended;

    /**
     * Sets the end of another token, which may be earlier.
     *
     * @param tokenEnd null if the token has no end
     * @return false if the session has already ended
     */
    public synchronized boolean extend(@Nullable Instant tokenEnd) {
        if (!ended) {
            endsAt = tokenEnd == null ? Long.MAX_VALUE : tokenEnd.toEpochMilli();
            token++;
        }
        return !ended;
    }

    /**
     * Returns the action that is due. Costs one comparison for a token that is far from its end.
     *
     * @param now milliseconds since the epoch
     * @param noticeMillis time before the end at which the notice is due, in milliseconds; 0 disables the notice
     */
    public Due due(long now, long noticeMillis) {
        return now < endsAt - noticeMillis ? Due.NOTHING : dueSoon(now, noticeMillis);
    }

    private synchronized Due dueSoon(long now, long noticeMillis) {
        if (now >= endsAt) {
            ended = true;
            return Due.END;
        }
        if (noticed == token || now < endsAt - noticeMillis) {
            return Due.NOTHING;
        }
        announced = token;
        return Due.NOTICE;
    }

    /**
     * Records that the client got the notice that was due last. If the token was replaced between {@link #due} and this
     * call, the notice for the new token is still due, also if both tokens end at the same time.
     */
    public synchronized void noticed() {
        noticed = announced;
    }
}
