package io.damso.persistence.ingest.positions;

import io.damso.persistence.store.MessageLog;
import io.damso.persistence.store.StoredCopies;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.Digest;
import io.damso.protocol.feeds.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of the rooms of one partition, as its active consumer needs it. It is read from the store when this
 * process becomes the owner of the partition, and kept in memory from then on. The methods but {@link #stored} throw a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer, and may be called again.
 * Thread-safe.
 */
final class PartitionPositions {

    /** Number of {@link #tick}s without a sign of the owner after which this process takes over. */
    private static final int PATIENCE = 3;

    private static final int MAX_ROOMS = 50_000;

    /** Within this time after one look, the next one sees everything that was stored in between. */
    private static final Duration UNBROKEN = Digest.COVERS.minus(Digest.EVERY);

    private final int partition;
    private final PartitionOwners owners;
    private final MessageLog log;
    private final InstantSource clock;
    private final RecentRooms rooms;
    private final RecentRepeats repeats;

    /** Identifies this ownership; null while another process is the owner. */
    private @Nullable String epoch;

    private long digests;
    private Instant lookedAt = Instant.EPOCH;
    private volatile boolean collecting;
    private volatile boolean consuming;
    private volatile String consumer = "";
    private Optional<PartitionOwner> seen = Optional.empty();
    private int unchanged;

    PartitionPositions(int partition, PartitionOwners owners, MessageLog log, InstantSource clock) {
        this.partition = partition;
        this.owners = owners;
        this.log = log;
        this.clock = clock;
        this.rooms = new RecentRooms(clock, MAX_ROOMS);
        this.repeats = new RecentRepeats(clock);
    }

    /**
     * Notes which consumer of this process is active. With another one, another process may have been active in
     * between, and have stored what is not known here, without having become the owner.
     */
    void consumedBy(String tag) {
        if (!tag.equals(consumer)) {
            forget(tag);
        }
    }

    private synchronized void forget(String tag) {
        consumer = tag;
        collecting = false;
        epoch = null;
    }

    /** Notes what the consumer has stored. Never waits for the store. */
    void stored(List<StoredCopies> stored) {
        consuming = true;
        repeats.add(stored);
        if (collecting) {
            rooms.add(stored);
        }
    }

    /**
     * Returns the states of rooms. The consumer calls it after everything that it was delivered before is stored and
     * noted.
     */
    synchronized Map<String, RoomState> states(Collection<String> roomIds) {
        if (epoch == null || !owners.isOwner(partition, epoch)) {
            begin();
        }
        Map<String, RoomState> states = LinkedHashMap.newLinkedHashMap(roomIds.size());
        for (String roomId : roomIds) {
            RoomState state = rooms.state(roomId).orElseGet(() -> load(roomId));
            states.put(roomId, state);
        }
        return states;
    }

    private RoomState load(String roomId) {
        List<StoredCopies> recent = new ArrayList<>();
        log.newest(roomId, clock.instant().minus(RoomState.ORIGINS_FOR), recent::add);
        rooms.load(roomId, recent);
        return rooms.state(roomId).orElseThrow();
    }

    /**
     * Becomes the owner. What the consumer stores during the reading is added meanwhile, so nothing is missing
     * afterwards: the order of additions has no effect.
     */
    private void begin() {
        epoch = null;
        collecting = true;
        rooms.clear();
        String next = UUID.randomUUID().toString();
        owners.take(partition, next);
        log.since(clock.instant().minus(RoomState.ORIGINS_FOR), stored -> {
            if (isHere(stored.roomId())) {
                rooms.add(List.of(stored));
            }
        });
        rooms.add(repeats.recent());
        epoch = next;
        digests = 0;
        lookedAt = clock.instant();
    }

    private boolean isHere(String roomId) {
        return RoomId.parse(roomId)
                .filter(room -> BrokerTopology.partition(room) == partition)
                .isPresent();
    }

    /**
     * Keeps the ownership, or takes it: if this process consumes the partition, or if the owner gives no sign. Called
     * in equal intervals.
     *
     * @return whether this process is the owner
     */
    synchronized boolean tick() {
        if (epoch != null) {
            if (owners.beat(partition, epoch)) {
                return true;
            }
            collecting = false;
            consuming = false;
            epoch = null;
        }
        if (consuming || isAbandoned()) {
            begin();
        }
        return epoch != null;
    }

    private boolean isAbandoned() {
        Optional<PartitionOwner> now = owners.of(partition);
        unchanged = now.equals(seen) ? unchanged + 1 : 0;
        seen = now;
        return now.isEmpty() || unchanged >= PATIENCE;
    }

    /**
     * Returns the parts of the next digest; empty if nothing was stored recently or this process is not the owner.
     * After a pause in which something may have been stored that neither the last nor this digest names, a number is
     * left out.
     */
    synchronized List<Digest> digest() {
        if (epoch == null) {
            return List.of();
        }
        Instant now = clock.instant();
        if (lookedAt.isBefore(now.minus(UNBROKEN))) {
            digests++;
        }
        lookedAt = now;
        List<RoomState> states = rooms.stored();
        if (states.isEmpty()) {
            return List.of();
        }
        digests++;
        int parts = Math.ceilDiv(states.size(), Digest.MAX_ROOMS);
        List<Digest> digest = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            int from = part * Digest.MAX_ROOMS;
            List<RoomState> some = states.subList(from, Math.min(states.size(), from + Digest.MAX_ROOMS));
            digest.add(new Digest(partition, epoch, digests, part, parts, some));
        }
        return digest;
    }

    /** Ends the ownership. */
    synchronized void release() {
        if (epoch != null) {
            String ended = epoch;
            epoch = null;
            collecting = false;
            owners.release(partition, ended);
        }
    }
}
