package io.damso.protocol;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Names of the exchanges and queues in RabbitMQ. They are declared once, by the broker's definitions
 * ({@code deploy/rabbitmq/definitions.json}); services only use them.
 */
public final class BrokerTopology {

    /** Virtual host that holds everything below. */
    public static final String VIRTUAL_HOST = "damso";

    /** Topic exchange of the STOMP plugin's {@code /topic} destinations; every chat message passes it once. */
    public static final String MESSAGES_EXCHANGE = "amq.topic";

    /** Headers exchange, bound to {@link #MESSAGES_EXCHANGE}, that hands a message to the queue of its partition. */
    public static final String PARTITIONS_EXCHANGE = "damso.messages";

    /** Number of durable queues. A room stays in one, so its order is kept. */
    public static final int PARTITIONS = 4;

    /** AMQP header of a message on {@link #MESSAGES_EXCHANGE}: number of its room's partition, in decimal digits. */
    public static final String PARTITION_HEADER = "partition";

    /** Where unreadable messages go, with header {@link #REASON_HEADER}. */
    public static final String DEAD_LETTER_EXCHANGE = "damso.dead-letter";

    /** Holds unreadable messages until a person looks. */
    public static final String DEAD_LETTER_QUEUE = "damso.dead-letter";

    /** AMQP header of a dead-lettered message: why it could not be stored. */
    public static final String REASON_HEADER = "x-damso-reason";

    /** Topic exchange for what persistence tells gateways: {@link MembershipChanged} and {@link SessionsEnded}. */
    public static final String CONTROL_EXCHANGE = "damso.control";

    /** Routing key of {@link SessionsEnded}. User ids are too long and too free for a routing key. */
    public static final String SESSIONS_ENDED_ROUTING_KEY = "sessions.ended";

    /** Direct exchange for what gateways ask of persistence. */
    public static final String REQUESTS_EXCHANGE = "damso.requests";

    /** Queue on {@link #REQUESTS_EXCHANGE}, routing key of the same name, for {@link MembershipQuestion}. */
    public static final String MEMBERSHIP_QUEUE = "damso.membership";

    private BrokerTopology() {}

    /** Returns the routing key of a room's messages on {@link #MESSAGES_EXCHANGE}. */
    public static String roomRoutingKey(RoomId roomId) {
        return "rooms." + roomId.value();
    }

    /** Returns the headers of a room's messages on {@link #MESSAGES_EXCHANGE}; without them a message is not kept. */
    public static Map<String, Object> roomHeaders(RoomId roomId) {
        return Map.of(PARTITION_HEADER, Integer.toString(partition(roomId)));
    }

    private static int partition(RoomId roomId) {
        return Math.floorMod(roomId.value().hashCode(), PARTITIONS);
    }

    /** Returns the name of the durable queue that holds a room's messages. */
    public static String partitionQueue(RoomId roomId) {
        return partitionQueues().get(partition(roomId));
    }

    /** Returns the routing key of a room's membership changes on {@link #CONTROL_EXCHANGE}. */
    public static String membershipRoutingKey(String roomId) {
        return "membership." + roomId;
    }

    /**
     * Returns the name of the queue that feeds a room's subscribers on one gateway. It goes when the gateway goes; until
     * then a policy bounds it.
     *
     * @param subscription distinguishes this subscription from the node's earlier ones, whose queues may not be gone yet
     */
    public static String roomQueue(String node, RoomId roomId, String subscription) {
        return "damso.gateway." + node + ".rooms." + roomId.value() + "." + subscription;
    }

    /** Returns the names of the durable queues, {@link #PARTITIONS} of them. */
    public static List<String> partitionQueues() {
        return IntStream.range(0, PARTITIONS).mapToObj(p -> PARTITIONS_EXCHANGE + "." + p).toList();
    }
}
