package io.damso.persistence.leases;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The known runs and when each was last heard of, in observed time. Observed time advances only while leases could
 * arrive: by the waits for the next lease, each up to a bound. So runs do not end because this process, the broker or
 * the store was away, nor while leases that have piled up are read. It has no clock. Thread-safe.
 */
final class LeaseBook {

    /** So long ago that it is beyond every duration, without an overflow of the difference. */
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final long durationNanos;
    private final long longestWaitNanos;
    private final Map<GatewayRun, Long> heardAt = new HashMap<>();
    private long observedNanos;

    /**
     * Creates an empty book.
     *
     * @param duration observed time after which a run that was not heard of has ended
     * @param longestWait how much of one wait counts; a bit more than the interval of the leases of one run
     */
    LeaseBook(Duration duration, Duration longestWait) {
        this.durationNanos = duration.toNanos();
        this.longestWaitNanos = longestWait.toNanos();
    }

    /** Advances the observed time by a wait for a lease, of which at most the longest one counts. */
    synchronized void waited(long nanos) {
        observedNanos += Math.clamp(nanos, 0, longestWaitNanos);
    }

    /** Starts anew with these runs, as if each was heard of just now. */
    synchronized void restart(Collection<GatewayRun> known) {
        heardAt.clear();
        known.forEach(this::heard);
    }

    synchronized boolean knows(GatewayRun run) {
        return heardAt.containsKey(run);
    }

    /** Notes that the run lives. */
    synchronized void heard(GatewayRun run) {
        heardAt.put(run, observedNanos);
    }

    /** Notes that the run has ended; it is due until it is heard of or removed. */
    synchronized void ended(GatewayRun run) {
        heardAt.put(run, LONG_AGO);
    }

    synchronized void removed(GatewayRun run) {
        heardAt.remove(run);
    }

    /** Returns the runs that have ended or were not heard of for longer than the duration. */
    synchronized List<GatewayRun> due() {
        return heardAt.entrySet().stream()
                .filter(each -> observedNanos - each.getValue() > durationNanos)
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized int size() {
        return heardAt.size();
    }
}
