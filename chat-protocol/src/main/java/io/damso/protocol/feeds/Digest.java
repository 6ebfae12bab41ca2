package io.damso.protocol.feeds;

import java.time.Duration;
import java.util.List;

/**
 * What is stored of all rooms of a partition in which something was stored within {@link #COVERS}. Published on
 * {@link io.damso.protocol.BrokerTopology#CONTROL_EXCHANGE} every {@link #EVERY} while there is such a room, at most once.
 *
 * @param partition number of the partition
 * @param epoch other for each start of the partition's consumer
 * @param number grows by one from digest to digest of an epoch, beginning with 1
 * @param part number of this message among those of the digest: 0, 1, 2 …
 * @param parts number of messages of the digest
 * @param rooms at most {@value #MAX_ROOMS}; a room is in one part
 */
public record Digest(int partition, String epoch, long number, int part, int parts, List<RoomState> rooms) {

    /** Interval of the digests. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** How long a digest names a room after something was stored in it. */
    public static final Duration COVERS = Duration.ofSeconds(60);

    /** Maximum number of rooms in one message. */
    public static final int MAX_ROOMS = 1_000;
}
