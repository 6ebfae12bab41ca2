package io.damso.persistence.ingest;

import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.persistence.GatewayChannel;
import io.damso.persistence.RunningService;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.Digest;
import io.damso.protocol.feeds.RoomState;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Digests as gateways receive them. */
class DigestsIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String room = "room-" + UUID.randomUUID();
    private final List<Digest> digests = new CopyOnWriteArrayList<>();

    @Test
    void digestsTellWhatIsStoredAndTheNextProcessTellsItAgain() throws Exception {
        int partition = BrokerTopology.partition(new RoomId(room));
        RoomState expected = new RoomState(room, 2, Map.of("digest-origin", 2L));
        try (Connection connection = broker.connect(BrokerUser.GATEWAY);
                GatewayChannel gateway = new GatewayChannel(broker)) {
            receive(connection);
            try (RunningService service = RunningService.start(broker, mongo)) {
                gateway.publish("digest-origin", 1, List.of(message(room, "alice", "a"), message(room, "bob", "b")));
                awaitDigests(2);
                assertThat(service.manage("/actuator/health/readiness").status())
                        .isEqualTo(200);
            }
            List<Digest> before = List.copyOf(digests);
            assertThat(before).extracting(Digest::partition).containsOnly(partition);
            assertThat(before).extracting(Digest::rooms).containsOnly(List.of(expected));
            assertThat(before.get(1).number()).isEqualTo(before.get(0).number() + 1);
            assertThat(before)
                    .extracting(Digest::epoch)
                    .containsOnly(before.get(0).epoch());
            digests.clear();
            try (RunningService service = RunningService.start(broker, mongo)) {
                awaitDigests(1);
                assertThat(digests.getFirst())
                        .isEqualTo(new Digest(partition, digests.getFirst().epoch(), 1, 0, 1, List.of(expected)));
                assertThat(digests.getFirst().epoch())
                        .isNotEqualTo(before.get(0).epoch());
                assertThat(service.manage("/actuator/health/readiness").status())
                        .isEqualTo(200);
            }
        }
    }

    private void receive(Connection connection) throws Exception {
        Channel channel = connection.createChannel();
        String queue = "damso.gateway.digests." + UUID.randomUUID();
        channel.queueDeclare(queue, false, true, true, null);
        channel.queueBind(queue, BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.DIGEST_ROUTING_KEY);
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> digests.add(JSON.readValue(delivery.getBody(), Digest.class)),
                tag -> {});
    }

    private void awaitDigests(int count) {
        await(count + " digests").atMost(Duration.ofSeconds(40)).until(() -> digests.size() >= count);
    }
}
