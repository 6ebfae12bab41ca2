package io.damso.persistence.ingest.positions;

import io.damso.persistence.store.StoredCopies;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.RoomState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The newest number of a room and the recent origins in it. Not thread-safe. */
final class RecentRoom {

    private static final int MANY_ORIGINS = 64;

    private final String roomId;
    private final Map<String, Origin> origins = new HashMap<>();
    private boolean complete;

    /** Whether {@link #seq} is the newest number: a repeat has an old one. */
    private boolean numbered;

    private long seq;
    private Instant storedAt = Instant.EPOCH;
    private Instant touchedAt = Instant.EPOCH;

    private record Origin(long number, Instant storedAt) {

        Origin max(Origin other) {
            return new Origin(
                    Math.max(number, other.number), storedAt.isAfter(other.storedAt) ? storedAt : other.storedAt);
        }
    }

    /**
     * Creates a room of which nothing is known.
     *
     * @param complete whether nothing was stored in it recently
     */
    RecentRoom(String roomId, boolean complete) {
        this.roomId = roomId;
        this.complete = complete;
    }

    /** Adds what was stored. The order of the calls has no effect. */
    void add(StoredCopies stored, Instant now) {
        numbered |= !stored.repeated();
        seq = Math.max(seq, stored.seq());
        storedAt = later(storedAt, stored.storedAt());
        for (Copy copy : stored.copies()) {
            origins.merge(copy.o(), new Origin(copy.n(), stored.storedAt()), Origin::max);
        }
        if (origins.size() > MANY_ORIGINS) {
            forgetOrigins(now);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void forgetOrigins(Instant now) {
        Instant oldest = now.minus(RoomState.ORIGINS_FOR);
        origins.values().removeIf(origin -> origin.storedAt().isBefore(oldest));
    }

    RoomState state(Instant now) {
        forgetOrigins(now);
        Map<String, Long> numbers = new TreeMap<>();
        origins.forEach((origin, known) -> numbers.put(origin, known.number()));
        return new RoomState(roomId, seq, numbers);
    }

    /** Returns whether everything that was stored recently has been added. */
    boolean isComplete() {
        return complete && numbered;
    }

    void completed() {
        complete = true;
        numbered = true;
    }

    void touched(Instant now) {
        touchedAt = now;
    }

    Instant touchedAt() {
        return touchedAt;
    }

    /** Returns when something was stored in it last; the epoch if that is not known or nothing was. */
    Instant storedAt() {
        return storedAt;
    }
}
