package io.damso.protocol.feeds;

import java.time.Duration;
import java.util.Map;

/**
 * What is stored of a room.
 *
 * @param room the room
 * @param seq newest stored number of the room; 0 for none
 * @param origins for each origin of which an entry of the room was stored within {@link #ORIGINS_FOR}: the highest number
 *     of such an entry. Empty for entries without an origin. A repeat of a stored message counts as stored
 */
public record RoomState(String room, long seq, Map<String, Long> origins) {

    /**
     * How long an origin is named. Longer than an entry can be on its way to a subscriber: the TTL of a gateway's queue
     * (60 s) and the lease of a gateway (15 s).
     */
    public static final Duration ORIGINS_FOR = Duration.ofSeconds(120);
}
