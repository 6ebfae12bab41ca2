package io.damso.persistence.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.ToLongFunction;

/**
 * Caches the highest number of recently written rooms. If another process has written, a cached number may be too low:
 * the unique index then rejects the number, and the room is removed from the cache.
 */
final class RoomSequences {

    private static final int MAX_ROOMS = 100_000;

    private final Cache<String, Long> highest =
            Caffeine.newBuilder().maximumSize(MAX_ROOMS).executor(Runnable::run).build();
    private final ToLongFunction<String> stored;

    /** Creates an empty cache; the function reads the highest stored number, 0 for none. */
    RoomSequences(ToLongFunction<String> stored) {
        this.stored = stored;
    }

    long highest(String roomId) {
        Long known = highest.getIfPresent(roomId);
        return known != null ? known : stored.applyAsLong(roomId);
    }

    void remember(String roomId, long seq) {
        highest.put(roomId, seq);
    }

    void forget(Iterable<String> roomIds) {
        highest.invalidateAll(roomIds);
    }
}
