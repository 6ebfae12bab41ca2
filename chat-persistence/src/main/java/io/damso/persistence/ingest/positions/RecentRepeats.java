package io.damso.persistence.ingest.positions;

import io.damso.persistence.store.StoredCopies;
import io.damso.protocol.feeds.RoomState;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Messages that came again recently, whether this process owns the partition or not. Their documents have the time of
 * the first storing, so who reads what was stored recently does not find them. For example the process that stored a
 * message was killed before it acknowledged it, and no other one ran for some minutes. Thread-safe.
 */
final class RecentRepeats {

    /** Of the newest ones; more come only from clients that send the same again and again. */
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Deque<StoredCopies> repeats = new ArrayDeque<>();

    RecentRepeats(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds those of the messages that were stored before. */
    synchronized void add(List<StoredCopies> stored) {
        for (StoredCopies each : stored) {
            if (each.repeated()) {
                repeats.add(each);
            }
        }
        forget();
    }

    private void forget() {
        var oldest = clock.instant().minus(RoomState.ORIGINS_FOR);
        while (!repeats.isEmpty()
                && (repeats.size() > MOST || repeats.getFirst().storedAt().isBefore(oldest))) {
            repeats.remove();
        }
    }

    /** Returns those of the time for which origins are named, oldest first. */
    synchronized List<StoredCopies> recent() {
        forget();
        return List.copyOf(repeats);
    }
}
