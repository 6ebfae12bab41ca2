package io.damso.bench.broker.count;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A room of two members.
 *
 * @param id its id, in the form of real ones
 * @param partition its partition
 * @param first number of the gateway of the first member
 * @param second number of the gateway of the second member; may be the same
 */
public record Room(RoomId id, int partition, int first, int second) {

    /**
     * Returns rooms, the same ones each time.
     *
     * @param first gateway of the first member of a room, by the number of the room
     * @param second gateway of the second member
     */
    public static List<Room> create(int rooms, IntUnaryOperator first, IntUnaryOperator second) {
        return IntStream.range(0, rooms)
                .mapToObj(i -> {
                    RoomId id = new RoomId(UUID.nameUUIDFromBytes(("room " + i).getBytes(StandardCharsets.US_ASCII))
                            .toString());
                    return new Room(id, BrokerTopology.partition(id), first.applyAsInt(i), second.applyAsInt(i));
                })
                .toList();
    }

    /**
     * Returns rooms whose members are on all pairs of gateways equally often, as if each member had drawn a gateway: a
     * quarter of the rooms of four gateways is on one gateway only.
     */
    public static List<Room> spread(int rooms, int gateways) {
        return create(rooms, i -> i % gateways, i -> i / gateways % gateways);
    }

    /** Returns the numbers of the gateways that have members: one or two. */
    public Set<Integer> gateways() {
        return first == second ? Set.of(first) : Set.of(first, second);
    }
}
