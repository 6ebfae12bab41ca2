package io.damso.gateway.limits;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.github.bucket4j.Bucket;

/**
 * Limits of the SENDs of one session: the rate, and the number of SENDs without a confirm of the broker. Created with
 * the first SEND, because most sessions send nothing. Thread-safe.
 */
public final class SendCount {

    private final Bucket bucket;
    private final int maxUnconfirmed;
    private int unconfirmed;

    SendCount(Bucket bucket, int maxUnconfirmed) {
        this.bucket = bucket;
        this.maxUnconfirmed = maxUnconfirmed;
    }

    boolean take() {
        return bucket.tryConsume(1);
    }

    /**
     * Counts a message without a confirm.
     *
     * @throws RefusedException with {@link ErrorCode#TOO_MANY_UNCONFIRMED} if the limit is reached
     */
    public synchronized void sent() throws RefusedException {
        if (unconfirmed == maxUnconfirmed) {
            throw new RefusedException(ErrorCode.TOO_MANY_UNCONFIRMED);
        }
        unconfirmed++;
    }

    /** Counts a message down: the broker has confirmed or rejected it, or the confirm has timed out. */
    public synchronized void settled() {
        unconfirmed--;
    }
}
