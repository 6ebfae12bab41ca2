package io.damso.protocol;

import java.util.List;
import java.util.Map;
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

    /** Topic exchange of the STOMP plugin's {@code /topic} destinations; kept messages are delivered through it. */
    public static final String MESSAGES_EXCHANGE = "amq.topic";

    /**
     * Headers exchange, bound to {@link #MESSAGES_EXCHANGE}, that routes a message to the queue of its partition. Only
     * gateways of earlier versions publish messages that it routes.
     */
    public static final String PARTITIONS_EXCHANGE = "damso.messages";

    /** Number of partition queues. All messages of a room are in one queue, which keeps their order. */
    public static final int PARTITIONS = 4;

    /** AMQP header of a message on {@link #MESSAGES_EXCHANGE}: number of its room's partition, in decimal digits. */
    public static final String PARTITION_HEADER = "partition";

    /** Exchange for dead letters, with the header {@link #REASON_HEADER}. */
    public static final String DEAD_LETTER_EXCHANGE = "damso.dead-letter";

    /** Queue of the dead letters; an operator reads it. */
    public static final String DEAD_LETTER_QUEUE = "damso.dead-letter";

    /** AMQP header of a dead-lettered message: why it could not be stored. */
    public static final String REASON_HEADER = "x-damso-reason";

    /** Topic exchange for events from persistence to gateways: {@link MembershipChanged} and {@link SessionsEnded}. */
    public static final String CONTROL_EXCHANGE = "damso.control";

    /** Routing key of {@link SessionsEnded}; fixed, because user ids may be longer than a routing key. */
    public static final String SESSIONS_ENDED_ROUTING_KEY = "sessions.ended";

    /** Direct exchange for queries from gateways to persistence. */
    public static final String REQUESTS_EXCHANGE = "damso.requests";

    /** Queue on {@link #REQUESTS_EXCHANGE}, routing key of the same name, for {@link MembershipQuestion}. */
    public static final String MEMBERSHIP_QUEUE = "damso.membership";

    private BrokerTopology() {}

    /** Returns the routing key of a room's messages on {@link #MESSAGES_EXCHANGE}. */
    public static String roomRoutingKey(RoomId roomId) {
        return "rooms." + roomId.value();
    }

    /**
     * Returns the headers with which a message on {@link #MESSAGES_EXCHANGE} is stored as well, as gateways of earlier
     * versions published it.
     */
    public static Map<String, Object> roomHeaders(RoomId roomId) {
        return Map.of(PARTITION_HEADER, Integer.toString(partition(roomId)));
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
     * Returns the name of the queue for a room's subscribers on one gateway. It is deleted with the gateway's
     * connection; a policy bounds its length and age.
     *
     * @param subscription distinguishes this subscription from the node's earlier ones, whose queues may still exist
     */
    public static String roomQueue(String node, RoomId roomId, String subscription) {
        return "damso.gateway." + node + ".rooms." + roomId.value() + "." + subscription;
    }

    /** Returns the names of the {@link #PARTITIONS} partition queues. */
    public static List<String> partitionQueues() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(p -> PARTITIONS_EXCHANGE + "." + p)
                .toList();
    }
}
