package io.damso.protocol;

import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.Digest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names of the exchanges and queues in RabbitMQ. They are declared once, by the broker's definitions
 * ({@code deploy/rabbitmq/definitions.json}); services only use them.
 */
public final class BrokerTopology {

    /** Virtual host of everything below. */
    public static final String VIRTUAL_HOST = "damso";

    /** Direct exchange for envelopes; the routing key is the number of the partition in decimal digits. */
    public static final String ENVELOPES_EXCHANGE = "damso.envelopes";

    /**
     * Direct exchange for envelopes of kept messages on their way to subscribers. The routing keys are those of the
     * rooms ({@link #roomRoutingKey}): the first one as routing key, the others in the header {@code CC}.
     */
    public static final String LIVE_EXCHANGE = "damso.live";

    /** Number of partition queues. All messages of a room are in one queue, which keeps their order. */
    public static final int PARTITIONS = 4;

    /** Exchange for dead letters, with the header {@link #REASON_HEADER}. */
    public static final String DEAD_LETTER_EXCHANGE = "damso.dead-letter";

    /** Queue of the dead letters; an operator reads it. */
    public static final String DEAD_LETTER_QUEUE = "damso.dead-letter";

    /** AMQP header of a dead-lettered message: why it could not be stored. */
    public static final String REASON_HEADER = "x-damso-reason";

    /**
     * Topic exchange for events from persistence to gateways: {@link MembershipChanged}, {@link RoomArchived},
     * {@link SessionsEnded} and {@link Digest}.
     */
    public static final String CONTROL_EXCHANGE = "damso.control";

    /** Routing key of {@link SessionsEnded}; fixed, because user ids may be longer than a routing key. */
    public static final String SESSIONS_ENDED_ROUTING_KEY = "sessions.ended";

    /** Routing key of {@link RoomArchived}. */
    public static final String ROOM_ARCHIVED_ROUTING_KEY = "rooms.archived";

    /** Routing key of {@link Digest}. */
    public static final String DIGEST_ROUTING_KEY = "digest";

    /** Direct exchange for queries from gateways to persistence. */
    public static final String REQUESTS_EXCHANGE = "damso.requests";

    /** Queue on {@link #REQUESTS_EXCHANGE}, routing key of the same name, for {@link MembershipQuestion}. */
    public static final String MEMBERSHIP_QUEUE = "damso.membership";

    /** Queue on {@link #REQUESTS_EXCHANGE}, routing key of the same name, for {@link RunLease}. */
    public static final String LEASES_QUEUE = "damso.leases";

    /** Queue on {@link #REQUESTS_EXCHANGE}, routing key of the same name, for {@link CatchUpQuestion}. */
    public static final String CATCH_UP_QUEUE = "damso.catch-up";

    /** Maximum number of rooms whose bindings end at one {@link #roomsExchange}. */
    public static final int ROOMS_PER_EXCHANGE = 256;

    /** Routing key on {@link #LIVE_EXCHANGE} of what all gateways get. */
    public static final String NODES_ROUTING_KEY = "nodes";

    private BrokerTopology() {}

    /** Returns the routing key of a room's messages on {@link #LIVE_EXCHANGE}. */
    public static String roomRoutingKey(RoomId roomId) {
        return "rooms." + roomId.value();
    }

    /** Returns the routing key of the beacons of a run on {@link #LIVE_EXCHANGE}; only that run hears them. */
    public static String beaconRoutingKey(String node, String run) {
        return "nodes." + node + "." + run;
    }

    /** Returns the partition of a room, 0 or more and less than {@link #PARTITIONS}. */
    public static int partition(RoomId roomId) {
        return Math.floorMod(roomId.value().hashCode(), PARTITIONS);
    }

    /** Returns the name of a room's partition queue. */
    public static String partitionQueue(RoomId roomId) {
        return partitionQueues().get(partition(roomId));
    }

    /** Returns the routing key of a room's membership changes on {@link #CONTROL_EXCHANGE}. */
    public static String membershipRoutingKey(String roomId) {
        return "membership." + roomId;
    }

    /**
     * Returns the name of the fanout exchange of one run of a gateway: durable, so that the loss of a connection or of
     * the broker costs one queue and one binding, however many rooms there are. It has the run's one queue.
     *
     * @param run unique for all runs of the node
     */
    public static String runExchange(String node, String run) {
        return "damso.gateway." + node + "." + run;
    }

    /**
     * Returns the name of a fanout exchange between {@link #LIVE_EXCHANGE} and {@link #runExchange}. Bindings of at
     * most {@link #ROOMS_PER_EXCHANGE} rooms end there, so that removing an exchange takes the broker only
     * milliseconds. A run creates them in the order of their numbers, and removes none.
     *
     * @param number 0, 1, 2 …
     */
    public static String roomsExchange(String node, String run, int number) {
        return runExchange(node, run) + ".rooms." + number;
    }

    /**
     * Returns the name of the queue of a run. It is exclusive to the connection that subscribes to it, and is deleted
     * with it; a policy bounds its length and age.
     *
     * @param opening number of the connection in this run; the queue of an earlier one may still exist
     */
    public static String runQueue(String node, String run, int opening) {
        return runExchange(node, run) + ".queue." + opening;
    }

    /** Returns the names of the {@link #PARTITIONS} partition queues. */
    public static List<String> partitionQueues() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(p -> "damso.messages." + p)
                .toList();
    }
}
