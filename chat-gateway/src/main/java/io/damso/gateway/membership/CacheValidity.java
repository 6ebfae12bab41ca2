package io.damso.gateway.membership;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Validity of this node's cached memberships. They become invalid when the node no longer consumes its control queue,
 * because it then receives no changes. They become valid again when all of them were re-checked after the consumption
 * has restarted. While they are invalid, the use of the cache is suspended: while there is no connection to the broker,
 * and for a bounded time after the reconnect. After that time cached memberships are used without a re-check, because
 * persistence may be unavailable for long. Thread-safe; no method blocks.
 */
public final class CacheValidity {

    private final long holdNanos;
    private final LongSupplier nanoTime;
    private volatile boolean valid;
    private boolean consuming;
    private boolean connected;
    private long connectedAt;
    private volatile int epoch;

    /**
     * Creates the validity of a node that does not consume its control queue yet. The cache is invalid.
     *
     * @param hold maximum time of the suspension after a reconnect to the broker
     * @param nanoTime monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    CacheValidity(Duration hold, LongSupplier nanoTime) {
        this.holdNanos = hold.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Returns whether all cached memberships are valid. */
    public boolean isValid() {
        return valid;
    }

    /** Returns the number of the current epoch. A new epoch begins whenever changes may have been missed. */
    int epoch() {
        return epoch;
    }

    /** Returns whether cached memberships must not be used at present. */
    boolean isSuspended() {
        return !valid && suspendedFor().isPositive();
    }

    /** Returns whether the broker is connected, according to the last event. */
    public synchronized boolean isConnected() {
        return connected;
    }

    /**
     * Returns the remaining time of the suspension, if no re-check ends it earlier. It is zero or negative after the
     * end.
     */
    synchronized Duration suspendedFor() {
        if (valid) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(connected ? holdNanos - (nanoTime.getAsLong() - connectedAt) : holdNanos);
    }

    /** Returns whether the answer to a question of this epoch is valid, even if other cached memberships are not. */
    synchronized boolean isVerified(int sentInEpoch) {
        return valid || consuming && sentInEpoch == epoch;
    }

    /**
     * Records that changes are no longer received. Repeated calls do not extend the suspension.
     *
     * @param withConnection whether the connection to the broker is lost as well
     */
    synchronized void eventsLost(boolean withConnection) {
        if (withConnection) {
            connected = false;
        } else if (valid) {
            connectedAt = nanoTime.getAsLong();
        }
        beginEpoch();
        consuming = false;
    }

    /** Records that the broker is connected. */
    synchronized void connected() {
        if (!connected) {
            connected = true;
            connectedAt = nanoTime.getAsLong();
        }
    }

    /** Records that changes are received from now on. Memberships cached before must be re-checked. */
    synchronized void consuming() {
        beginEpoch();
        consuming = true;
    }

    private void beginEpoch() {
        valid = false;
        epoch = epoch + 1;
    }

    /** Records that all memberships were re-checked in this epoch. Has no effect if the epoch has ended. */
    synchronized void rechecked(int finished) {
        if (consuming && finished == epoch) {
            valid = true;
        }
    }
}
