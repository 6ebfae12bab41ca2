package io.damso.persistence.ingest.positions;

import io.damso.edge.log.RareLog;
import io.damso.persistence.questions.ReplyAddress;
import io.damso.persistence.store.MessageLog;
import io.damso.persistence.store.StoredCopies;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.RoomState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers barriers with what is stored. For the consumers of the partition queues: a consumer notes what it stored, then
 * has the barriers behind that answered. Thread-safe.
 */
public final class Positions {

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

    private final RareLog damaged = new RareLog(LOG);
    private final RareLog unanswered = new RareLog(LOG);
    private final RabbitOperations rabbit;
    private final JsonMapper json;
    private final BarrierReader reader;
    private final List<PartitionPositions> partitions;

    /** Creates empty positions, which are read from the store when they are needed. */
    public Positions(MongoOperations mongo, MessageLog log, RabbitOperations rabbit, JsonMapper json) {
        this(of(new MongoPartitionOwners(mongo), log, InstantSource.system()), rabbit, json);
    }

    Positions(List<PartitionPositions> partitions, RabbitOperations rabbit, JsonMapper json) {
        this.rabbit = rabbit;
        this.json = json;
        this.reader = new BarrierReader(json);
        this.partitions = partitions;
    }

    static List<PartitionPositions> of(PartitionOwners owners, MessageLog log, InstantSource clock) {
        return IntStream.range(0, BrokerTopology.PARTITIONS)
                .mapToObj(partition -> new PartitionPositions(partition, owners, log, clock))
                .toList();
    }

    /** Returns whether a delivery is a barrier, readable or not. */
    public static boolean isBarrier(Message delivery) {
        return BarrierQuestion.CONTENT_TYPE.equals(
                delivery.getMessageProperties().getContentType());
    }

    /** Notes which consumer of a queue gets deliveries. Called before these are stored. */
    public void consumedBy(String queue, @Nullable String consumerTag) {
        partitions.get(partition(queue)).consumedBy(String.valueOf(consumerTag));
    }

    /** Notes what the consumer of a queue has stored, in the order of the queue. Never waits for the store. */
    public void stored(String queue, List<StoredCopies> stored) {
        partitions.get(partition(queue)).stored(stored);
    }

    /**
     * Answers barriers. A damaged one is dropped, as is an answer that the broker does not take: the gateway asks again.
     *
     * @param queue the partition's queue, of which everything before the barriers was stored and noted, or put aside
     * @throws org.springframework.dao.DataAccessException if the store does not answer; call it again
     */
    public void answer(String queue, List<Message> barriers) {
        List<Barrier> readable = new ArrayList<>(barriers.size());
        Set<String> rooms = new LinkedHashSet<>();
        for (Message delivery : barriers) {
            reader.read(delivery, partition(queue))
                    .ifPresentOrElse(
                            readable::add,
                            () -> damaged.warn("A damaged barrier is dropped; check the versions of the gateways"));
        }
        readable.forEach(barrier -> rooms.addAll(barrier.rooms()));
        Map<String, RoomState> states =
                rooms.isEmpty() ? Map.of() : partitions.get(partition(queue)).states(rooms);
        for (Barrier barrier : readable) {
            send(new BarrierAnswer(barrier.rooms().stream().map(states::get).toList()), barrier.address());
        }
    }

    private void send(BarrierAnswer answer, ReplyAddress address) {
        try {
            address.send(rabbit, json.writeValueAsBytes(answer));
        } catch (AmqpException e) {
            unanswered.warn("The answer to a barrier was not sent: {}", e.toString());
        }
    }

    private static int partition(String queue) {
        return BrokerTopology.partitionQueues().indexOf(queue);
    }

    List<PartitionPositions> partitions() {
        return partitions;
    }
}
