package io.damso.persistence.ingest.positions;

import io.damso.persistence.store.StoredCopies;
import io.damso.protocol.feeds.Digest;
import io.damso.protocol.feeds.RoomState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rooms of one partition in which something was stored recently, or of which somebody asked. Rooms that nobody
 * touches are forgotten after {@link RoomState#ORIGINS_FOR}, and the oldest ones where there are too many. Thread-safe.
 */
final class RecentRooms {

    private final InstantSource clock;
    private final int maxRooms;

    /** In the order in which they were touched. */
    private final Map<String, RecentRoom> rooms = new LinkedHashMap<>();

    private Instant evictedAt = Instant.EPOCH;

    /**
     * Creates an empty memory.
     *
     * @param maxRooms maximum number of rooms
     */
    RecentRooms(InstantSource clock, int maxRooms) {
        this.clock = clock;
        this.maxRooms = maxRooms;
    }

    synchronized void clear() {
        rooms.clear();
        evictedAt = Instant.EPOCH;
    }

    /** Adds what was stored. */
    synchronized void add(List<StoredCopies> stored) {
        Instant now = clock.instant();
        for (StoredCopies each : stored) {
            touch(each.roomId(), now).add(each, now);
        }
        forget(now);
    }

    /**
     * Adds a room as it was read from the store.
     *
     * @param recent its newest message and all that were stored in it recently; empty if it has no message
     */
    synchronized void load(String roomId, List<StoredCopies> recent) {
        Instant now = clock.instant();
        RecentRoom room = touch(roomId, now);
        recent.forEach(each -> room.add(each, now));
        room.completed();
        forget(now);
    }

    /** A room that is not here had nothing recently, unless rooms were evicted. */
    private RecentRoom touch(String roomId, Instant now) {
        RecentRoom room = rooms.remove(roomId);
        if (room == null) {
            room = new RecentRoom(roomId, evictedAt.isBefore(now.minus(RoomState.ORIGINS_FOR)));
        }
        room.touched(now);
        rooms.put(roomId, room);
        return room;
    }

    private void forget(Instant now) {
        Instant oldest = now.minus(RoomState.ORIGINS_FOR);
        Iterator<RecentRoom> eldest = rooms.values().iterator();
        while (eldest.hasNext()) {
            RecentRoom room = eldest.next();
            boolean recent = !room.touchedAt().isBefore(oldest);
            if (recent && rooms.size() <= maxRooms) {
                return;
            }
            if (!room.storedAt().isBefore(oldest)) {
                evictedAt = now;
            }
            eldest.remove();
        }
    }

    /** Returns the state of a room, or empty if it must be loaded. */
    synchronized Optional<RoomState> state(String roomId) {
        RecentRoom room = rooms.get(roomId);
        return room == null || !room.isComplete() ? Optional.empty() : Optional.of(room.state(clock.instant()));
    }

    /**
     * Returns the rooms in which something was stored within {@link Digest#COVERS}. Rooms that are known in part only,
     * because there are too many, are left out.
     */
    synchronized List<RoomState> stored() {
        Instant now = clock.instant();
        Instant oldest = now.minus(Digest.COVERS);
        return rooms.values().stream()
                .filter(room -> room.isComplete() && !room.storedAt().isBefore(oldest))
                .map(room -> room.state(now))
                .toList();
    }
}
