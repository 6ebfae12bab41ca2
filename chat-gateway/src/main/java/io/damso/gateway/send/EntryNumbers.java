package io.damso.gateway.send;

import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.Previous;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Numbers what one partition of a node publishes. Each channel is an origin of its own: an entry of a lost channel may
 * be stored after its successor has published, so the numbers of both must not be compared. Not thread-safe.
 */
final class EntryNumbers {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ORIGIN_BYTES = 12;

    private final Map<RoomId, Previous.Last> lastOfRoom;
    private final Supplier<String> origins;
    private boolean forgot;
    private String origin = "";
    private long next = 1;

    /**
     * Creates the numbers of a partition, without an origin yet.
     *
     * @param maxRooms number of rooms whose last entry is remembered; those that published least recently are forgotten
     */
    EntryNumbers(int maxRooms) {
        this(maxRooms, EntryNumbers::randomOrigin);
    }

    /**
     * Creates the numbers of a partition, without an origin yet.
     *
     * @param origins makes origins, each unique for all time
     */
    EntryNumbers(int maxRooms, Supplier<String> origins) {
        this.origins = origins;
        this.lastOfRoom = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<RoomId, Previous.Last> eldest) {
                boolean full = size() > maxRooms;
                forgot |= full;
                return full;
            }
        };
    }

    /** Begins a new origin: the channel was opened. */
    void begin() {
        origin = origins.get();
        next = 1;
    }

    private static String randomOrigin() {
        byte[] random = new byte[ORIGIN_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Returns the envelope of messages that are published now, in their order. */
    Envelope envelope(List<Outgoing> messages) {
        long first = next;
        List<Entry> entries = new ArrayList<>(messages.size());
        for (Outgoing each : messages) {
            entries.add(new Entry(each.roomId(), each.messageId(), previousIn(each.roomId()), each.message()));
            lastOfRoom.put(each.roomId(), new Previous.Last(origin, next));
            next++;
        }
        return new Envelope(origin, first, entries);
    }

    private Previous previousIn(RoomId roomId) {
        Previous.Last last = lastOfRoom.get(roomId);
        if (last == null) {
            return forgot ? new Previous.Forgotten() : new Previous.First(null);
        }
        return last.origin().equals(origin) ? new Previous.At(last.number()) : new Previous.First(last);
    }
}
