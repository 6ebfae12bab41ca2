package io.damso.load.count;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Counts and times what is delivered on one event loop. Only that thread records; others may read the counters. */
public final class Recorder {

    private final int run;
    private final PayloadReader payload = new PayloadReader();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong stray = new AtomicLong();
    private volatile Window window = Window.between(0, 0);

    /** Creates one for messages of this run. */
    public Recorder(int run) {
        this.run = run;
    }

    /** Begins to time messages that should be sent between these times, and forgets those that were timed before. */
    public void time(long from, long to) {
        window = Window.between(from, to);
    }

    /** Returns the times in nanoseconds; to be read when the event loop is at rest. */
    public Histogram latencies() {
        return window.nanos();
    }

    /** Returns how many deliveries there were. */
    public long delivered() {
        return delivered.get();
    }

    /** Returns how many deliveries belonged to nobody. */
    public long stray() {
        return stray.get();
    }

    /** Notes a message that a subscriber got now. */
    public void record(Ledger ledger, byte[] bytes, int from, int to, long now) {
        if (!payload.find(bytes, from, to) || payload.run() != run || payload.room() != ledger.room()
                || !ledger.knows(payload.sender())) {
            stray.lazySet(stray.get() + 1);
            return;
        }
        delivered.lazySet(delivered.get() + 1);
        if (ledger.record(payload.sender(), payload.sequence())) {
            window.record(payload.intended(), now);
        }
    }

    /** Notes what a subscriber found in the history: every message in there. Returns how many it lacked. */
    public int recover(Ledger ledger, byte[] page) {
        int found = 0;
        int at = 0;
        while (payload.find(page, at, page.length)) {
            at = payload.end();
            if (payload.run() == run && payload.room() == ledger.room() && ledger.knows(payload.sender())
                    && ledger.recover(payload.sender(), payload.sequence())) {
                found++;
            }
        }
        return found;
    }
}
