package io.damso.gateway.limits;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.github.bucket4j.Bucket;

/**
 * What one session has sent; made with its first SEND, because most sessions only listen. Safe for use by many threads.
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
     * Notes that a message is on its way to the broker.
     *
     * @throws RefusedException if too many are
     */
    public synchronized void sent() throws RefusedException {
        if (unconfirmed == maxUnconfirmed) {
            throw new RefusedException(ErrorCode.TOO_MANY_UNCONFIRMED);
        }
        unconfirmed++;
    }

    /** Notes that the broker has confirmed or refused one. */
    public synchronized void settled() {
        unconfirmed--;
    }
}
