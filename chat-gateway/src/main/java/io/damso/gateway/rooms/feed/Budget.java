package io.damso.gateway.rooms.feed;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that the feeds of a node share, in bytes. Thread-safe. */
public final class Budget {

    private final AtomicLong left;

    /** Creates a budget. */
    public Budget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes memory, if that much is left. */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) < 0) {
            left.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        left.addAndGet(bytes);
    }

    /** Returns what is left. */
    public long left() {
        return left.get();
    }
}
