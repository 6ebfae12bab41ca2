package io.damso.load.count;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Counts the deliveries of one event loop and records their latencies. Only this thread records; the counters may be
 * read by other threads.
 */
public final class Recorder {

    private final int run;
    private final PayloadReader payload = new PayloadReader();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong stray = new AtomicLong();
    private volatile Window window = Window.between(0, 0);

    /** Creates a recorder for messages of a run. */
    public Recorder(int run) {
        this.run = run;
    }

    /**
     * Starts to record the latency of messages whose intended time is in this period, and discards earlier latencies.
     */
    public void time(long from, long to) {
        window = Window.between(from, to);
    }

    /** Ends the period of {@link #time} earlier. Later messages are not recorded from now on. */
    public void timeUntil(long to) {
        window = window.until(to);
    }

    /** Returns the latencies in nanoseconds. Must be called only when the event loop is idle. */
    public Histogram latencies() {
        return window.nanos();
    }

    /** Returns the number of deliveries. */
    public long delivered() {
        return delivered.get();
    }

    /** Returns the number of deliveries that the subscriber should not have received. */
    public long stray() {
        return stray.get();
    }

    /**
     * Records a message.
     *
     * @param now time of the delivery, of {@link System#nanoTime()}
     */
    public void record(Ledger ledger, byte[] bytes, int from, int to, long now) {
        if (!payload.find(bytes, from, to)
                || payload.run() != run
                || payload.room() != ledger.room()
                || !ledger.knows(payload.sender())) {
            stray.lazySet(stray.get() + 1);
            return;
        }
        delivered.lazySet(delivered.get() + 1);
        if (ledger.record(payload.sender(), payload.sequence()) && ledger.isTimed()) {
            window.record(payload.intended(), now);
        }
    }

    /** Records all messages in a page of the history. Returns the number of those that were missing. */
    public int recover(Ledger ledger, byte[] page) {
        int found = 0;
        int at = 0;
        while (payload.find(page, at, page.length)) {
            at = payload.end();
            if (payload.run() == run
                    && payload.room() == ledger.room()
                    && ledger.knows(payload.sender())
                    && ledger.recover(payload.sender(), payload.sequence())) {
                found++;
            }
        }
        return found;
    }
}
