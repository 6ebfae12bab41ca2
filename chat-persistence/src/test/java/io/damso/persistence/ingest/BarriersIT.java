package io.damso.persistence.ingest;

import static io.damso.persistence.Messages.entry;
import static io.damso.persistence.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.persistence.GatewayChannel;
import io.damso.persistence.RunningService;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.RoomState;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/** Barriers through the queues of a real broker. */
class BarriersIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";

    private static RunningService service;

    private final String room = "room-" + UUID.randomUUID();
    private final String origin = "origin-" + UUID.randomUUID();
    private GatewayChannel gateway;

    @BeforeAll
    static void start() {
        service = startService();
    }

    private static RunningService startService() {
        return RunningService.start(
                broker,
                mongo,
                "damso.persistence.ingest.first-retry=50ms",
                "damso.persistence.ingest.longest-retry=500ms",
                "damso.persistence.store.selection-timeout=500ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void connect() throws IOException {
        gateway = new GatewayChannel(broker);
    }

    @AfterEach
    void disconnect() throws IOException {
        gateway.close();
    }

    @Test
    void barrierIsAnsweredWhenEverythingBeforeItIsStored() throws Exception {
        for (int round = 0; round < 20; round++) {
            gateway.publish(origin, 1 + round * 50L, texts(50));
            RoomState state = gateway.barrier(room);
            assertThat(state).isEqualTo(new RoomState(room, 50L * (round + 1), Map.of(origin, 50L * (round + 1))));
            assertThat(stored()).hasSize(50 * (round + 1));
        }
    }

    @Test
    void barriersOfSeveralGatewaysShareTheQueueInOrder() throws Exception {
        try (GatewayChannel other = new GatewayChannel(broker)) {
            gateway.publish(origin, 1, texts(10));
            String first = gateway.sendBarrier(room);
            gateway.publish(origin, 11, texts(10));
            String second = gateway.sendBarrier(room);
            assertThat(gateway.barrierAnswer(second).getFirst().seq()).isEqualTo(20);
            assertThat(gateway.barrierAnswer(first).getFirst().seq()).isBetween(10L, 20L);
            assertThat(other.barrier(room))
                    .isEqualTo(gateway.barrierAnswer(second).getFirst());
        }
    }

    @Test
    void answerHasTheHighestNumberOfEachOriginAlsoOfRepeats() throws Exception {
        ChatMessage repeated = message(room, "alice", "a");
        gateway.publish(origin, 7, List.of(repeated, message(room, "alice", "b")));
        gateway.publish("second-" + origin, 3, List.of(message(room, "bob", "c")));
        gateway.publish("third-" + origin, 9, List.of(repeated));
        assertThat(gateway.barrier(room))
                .isEqualTo(new RoomState(room, 3, Map.of(origin, 8L, "second-" + origin, 3L, "third-" + origin, 9L)));
    }

    @Test
    void roomsAreAnsweredInTheOrderOfTheQuestion() throws Exception {
        List<String> rooms = Stream.generate(() -> "room-" + UUID.randomUUID())
                .filter(this::isInTheSamePartition)
                .limit(BarrierQuestion.MAX_ROOMS)
                .toList();
        gateway.publish(origin, 1, List.of(message(rooms.get(5), "alice", "a")));
        List<RoomState> states = gateway.barrierAnswer(gateway.sendBarrier(rooms.toArray(String[]::new)));
        assertThat(states).extracting(RoomState::room).containsExactlyElementsOf(rooms);
        assertThat(states.get(5)).isEqualTo(new RoomState(rooms.get(5), 1, Map.of(origin, 1L)));
        assertThat(states.get(6)).isEqualTo(new RoomState(rooms.get(6), 0, Map.of()));
    }

    private boolean isInTheSamePartition(String other) {
        return BrokerTopology.partition(new RoomId(other)) == BrokerTopology.partition(new RoomId(room));
    }

    @Test
    void barrierWithoutRoomsShowsThatThePartitionIsRead() throws Exception {
        String canary = UUID.randomUUID().toString();
        send("{\"rooms\":[]}", canary);
        assertThat(gateway.barrierAnswer(canary)).isEmpty();
    }

    @Test
    void barrierWaitsWhileTheStoreIsAway() throws Exception {
        gateway.publish(origin, 1, texts(3));
        gateway.barrier(room);
        mongo.disconnect();
        gateway.publish(origin, 4, texts(3));
        String before = gateway.sendBarrier(room);
        await("readiness is down")
                .atMost(Duration.ofSeconds(30))
                .until(() -> service.manage("/actuator/health/readiness").status() == 503);
        assertThat(gateway.isAnswered(before)).isFalse();
        mongo.reconnect();
        assertThat(gateway.barrierAnswer(before)).containsExactly(new RoomState(room, 6, Map.of(origin, 6L)));
        assertThat(stored()).hasSize(6);
    }

    @Test
    void barrierIsAnsweredAfterDeadLettersBeforeItAreConfirmed() throws Exception {
        ChatMessage good = message(room, "alice", "good");
        ChatMessage bad = message(room, "alice", "bad");
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            Channel counting = admin.createChannel();
            long letters = counting.messageCount(BrokerTopology.DEAD_LETTER_QUEUE);
            gateway.publish(new Envelope(
                    origin,
                    1,
                    List.of(entry(good, good.id()), entry(bad, UUID.randomUUID().toString()))));
            assertThat(gateway.barrier(room)).isEqualTo(new RoomState(room, 1, Map.of(origin, 1L)));
            assertThat(counting.messageCount(BrokerTopology.DEAD_LETTER_QUEUE)).isEqualTo(letters + 1);
        }
    }

    @Test
    void damagedBarriersHarmNobodyAndAreNoDeadLetters() throws Exception {
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            Channel counting = admin.createChannel();
            long letters = counting.messageCount(BrokerTopology.DEAD_LETTER_QUEUE);
            List<String> nonces = IntStream.range(0, 9)
                    .mapToObj(i -> UUID.randomUUID().toString())
                    .toList();
            String other = Stream.generate(() -> "room-" + UUID.randomUUID())
                    .filter(each -> !isInTheSamePartition(each))
                    .findFirst()
                    .orElseThrow();
            byte[] good = JSON.writeValueAsBytes(new BarrierQuestion(List.of(room)));
            gateway.publish(origin, 1, texts(2));
            send("nonsense", nonces.get(0));
            send("", nonces.get(1));
            send("null", nonces.get(2));
            send("{}", nonces.get(3));
            send("{\"rooms\":[null]}", nonces.get(4));
            send("{\"rooms\":[\"a.b\"]}", nonces.get(5));
            send("[".repeat(100_000), nonces.get(6));
            send(JSON.writeValueAsString(new BarrierQuestion(List.of(room, other))), nonces.get(7));
            send(JSON.writeValueAsString(new BarrierQuestion(Collections.nCopies(1_001, room))), nonces.get(8));
            gateway.sendBarrier(room, good, null, DIRECT_REPLY_TO);
            gateway.sendBarrier(room, good, "x".repeat(65), DIRECT_REPLY_TO);
            gateway.sendBarrier(room, good, "no address", null);
            gateway.sendBarrier(room, good, "a queue", BrokerTopology.DEAD_LETTER_QUEUE);
            gateway.publish(origin, 3, texts(1));
            assertThat(gateway.barrier(room)).isEqualTo(new RoomState(room, 3, Map.of(origin, 3L)));
            assertThat(nonces).noneMatch(gateway::isAnswered);
            assertThat(gateway.isAnswered("x".repeat(65))).isFalse();
            assertThat(counting.messageCount(BrokerTopology.DEAD_LETTER_QUEUE)).isEqualTo(letters);
        }
    }

    private void send(String body, String nonce) throws IOException {
        gateway.sendBarrier(room, body.getBytes(UTF_8), nonce, DIRECT_REPLY_TO);
    }

    @Test
    void barrierOfAGatewayThatIsGoneHarmsNobody() throws Exception {
        GatewayChannel gone = new GatewayChannel(broker);
        mongo.disconnect();
        gone.publish(origin, 1, texts(1));
        gone.sendBarrier(room);
        gone.close();
        String waiting = gateway.sendBarrier(room);
        mongo.reconnect();
        assertThat(gateway.barrierAnswer(waiting)).containsExactly(new RoomState(room, 1, Map.of(origin, 1L)));
    }

    @Test
    void nextProcessAnswersFromWhatTheStoreHas() throws Exception {
        gateway.publish(origin, 1, texts(5));
        gateway.publish("second-" + origin, 4, texts(1));
        RoomState before = gateway.barrier(room);
        service.close();
        service = startService();
        assertThat(gateway.barrier(room)).isEqualTo(before);
        gateway.publish(origin, 6, texts(1));
        assertThat(gateway.barrier(room)).isEqualTo(new RoomState(room, 7, Map.of(origin, 6L, "second-" + origin, 4L)));
    }

    @Test
    void barrierIsAnsweredByTheNextConsumerAfterAKill() throws Exception {
        PartitionConsumers standby = service.bean(PartitionConsumers.class);
        MessageStore store = service.bean(MessageStore.class);
        String barrier;
        try (KilledConsumer killed = new KilledConsumer(broker, mongo, store)) {
            standby.stop();
            killed.start();
            standby.start();
            gateway.publish(origin, 1, texts(3));
            barrier = gateway.sendBarrier(room);
            await("stored, but not acknowledged").atMost(Duration.ofSeconds(30)).until(() -> stored().size() == 3);
            assertThat(gateway.isAnswered(barrier)).isFalse();
        }
        assertThat(gateway.barrierAnswer(barrier)).containsExactly(new RoomState(room, 3, Map.of(origin, 3L)));
        assertThat(stored()).hasSize(3);
    }

    private List<ChatMessage> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> message(room, "alice", "text " + i))
                .toList();
    }

    private List<StoredMessage> stored() {
        try {
            return service.bean(MessageStore.class).after(room, 0, 10_000);
        } catch (DataAccessException e) {
            return List.of();
        }
    }
}
