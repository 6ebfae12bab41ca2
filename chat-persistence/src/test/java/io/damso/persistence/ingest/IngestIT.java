package io.damso.persistence.ingest;

import static io.damso.persistence.Messages.entry;
import static io.damso.persistence.Messages.envelope;
import static io.damso.persistence.Messages.message;
import static io.damso.persistence.Messages.publish;
import static io.damso.persistence.Messages.publishRaw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.damso.persistence.RunningService;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** From the broker into the store, also during failures. */
class IngestIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static RunningService service;

    private final String room = "room-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = RunningService.start(
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

    @Test
    void messagesOfSeveralRoomsAreStoredInOrderWithoutHoles() throws Exception {
        List<ChatMessage> messages = IntStream.range(0, 1_000)
                .mapToObj(i -> message(room + "-" + i % 7, "alice", "text " + i))
                .toList();
        publish(broker, messages);
        for (int r = 0; r < 7; r++) {
            String each = room + "-" + r;
            assertStored(
                    each,
                    messages.stream()
                            .filter(message -> message.roomId().equals(each))
                            .toList());
        }
    }

    @Test
    void messagePublishedTwiceIsStoredOnce() throws Exception {
        ChatMessage message = message(room, "alice", "a");
        ChatMessage last = message(room, "alice", "last");
        publish(broker, List.of(message, message));
        publish(broker, List.of(message, last));
        assertStored(room, List.of(message, last));
    }

    @Test
    void messageSentAgainWithTheSameClientMessageIdIsStoredOnce() throws Exception {
        String again = UUID.randomUUID().toString();
        ChatMessage first = message(room, "alice", "a", again);
        ChatMessage last = message(room, "alice", "last");
        publish(broker, List.of(first, message(room, "alice", "a", again), last));
        assertStored(room, List.of(first, last));
    }

    @Test
    void unreadableMessageIsDeadLetteredWithTheReasonAndOthersAreStored() throws Exception {
        ChatMessage before = message(room, "alice", "before");
        ChatMessage after = message(room, "alice", "after");
        String poison = "poison " + UUID.randomUUID();
        publish(broker, List.of(before));
        publishRaw(broker, room, poison);
        publishRaw(broker, room, "{\"id\":\"no uuid\",\"mark\":\"" + poison + "\"}");
        ChatMessage late = message(room, "alice", poison);
        publishRaw(
                broker,
                room,
                JSON.writeValueAsString(new ChatMessage(
                        late.id(), room, "alice", late.type(), poison, Instant.MAX, late.clientMessageId())));
        publish(broker, List.of(after));
        assertStored(room, List.of(before, after));
        assertThat(reasons(poison, 3))
                .containsExactlyInAnyOrder("unreadable: StreamReadException", "invalid: id", "invalid: sentAt");
    }

    @Test
    void messagesOfGatewaysOfEarlierVersionsAreStored() throws Exception {
        List<ChatMessage> messages = texts(3);
        for (ChatMessage message : messages) {
            publishRaw(broker, room, JSON.writeValueAsString(message));
        }
        List<ChatMessage> afterwards = texts(3);
        publish(broker, afterwards);
        assertStored(room, Stream.concat(messages.stream(), afterwards.stream()).toList());
    }

    @Test
    void damagedEnvelopeIsPutAsideWithTheReasonAndTheRestIsStored() throws Exception {
        String mark = "mark " + UUID.randomUUID();
        ChatMessage before = message(room, "alice", "before");
        ChatMessage after = message(room, "alice", "after");
        byte[] later = EnvelopeCodec.write(envelope(1, List.of(message(room, "alice", mark))));
        byte[] cut = Arrays.copyOf(later, later.length - 1);
        later[0] = 99;
        int partition = BrokerTopology.partition(new RoomId(room));
        publish(broker, List.of(before));
        publish(broker, partition, later);
        publish(broker, partition, cut);
        publish(broker, List.of(after));
        assertStored(room, List.of(before, after));
        assertThat(reasons(mark, 2))
                .anyMatch(reason -> reason.equals("damaged envelope: version 99 is not known"))
                .anyMatch(reason -> reason.startsWith("damaged envelope: ") && !reason.contains("version"));
    }

    @Test
    void refusedEntryIsPutAsideAloneAndItsNeighboursAreStored() throws Exception {
        String mark = "mark " + UUID.randomUUID();
        ChatMessage before = message(room, "alice", "before");
        ChatMessage after = message(room, "alice", "after");
        ChatMessage elsewhere = message("other-" + room, "alice", mark);
        Entry wrongRoom = entry(elsewhere, elsewhere.id());
        Envelope envelope = new Envelope(
                "test",
                41,
                List.of(
                        entry(before, before.id()),
                        entry(message(room, "alice", mark), UUID.randomUUID().toString()),
                        new Entry(new RoomId(room), wrongRoom.messageId(), wrongRoom.previous(), wrongRoom.message()),
                        entry(after, after.id())));
        publish(broker, BrokerTopology.partition(new RoomId(room)), EnvelopeCodec.write(envelope));
        assertStored(room, List.of(before, after));
        List<byte[]> bodies = new ArrayList<>();
        assertThat(reasons(mark, 2, bodies)).containsExactlyInAnyOrder("invalid: id", "invalid: roomId");
        List<Envelope> putAside = new ArrayList<>();
        for (byte[] body : bodies) {
            putAside.add(EnvelopeCodec.read(body));
        }
        assertThat(putAside).containsExactlyInAnyOrder(envelope.only(1), envelope.only(2));
    }

    @Test
    void nothingIsLostWhileTheStoreIsAway() throws Exception {
        List<ChatMessage> messages = new ArrayList<>(texts(50));
        publish(broker, messages);
        assertStored(room, messages);
        mongo.disconnect();
        List<ChatMessage> meanwhile = texts(50);
        publish(broker, meanwhile);
        await("readiness is down")
                .atMost(Duration.ofMinutes(1))
                .until(() -> service.manage("/actuator/health/readiness").status() == 503);
        assertThat(service.manage("/actuator/health/liveness").status()).isEqualTo(200);
        mongo.reconnect();
        messages.addAll(meanwhile);
        assertStored(room, messages);
        await("readiness is up")
                .atMost(Duration.ofMinutes(1))
                .until(() -> service.manage("/actuator/health/readiness").status() == 200);
    }

    @Test
    void ingestGoesOnAfterTheBrokerWasKilled() throws Exception {
        List<ChatMessage> messages = new ArrayList<>(texts(100));
        publish(broker, messages);
        broker.kill();
        broker.start();
        List<ChatMessage> afterwards = texts(100);
        publish(broker, afterwards);
        messages.addAll(afterwards);
        assertStored(room, messages);
    }

    @Test
    void deliveriesAreCountedByOutcome() throws Exception {
        ChatMessage message = message(room, "alice", "a");
        publish(broker, List.of(message, message));
        assertStored(room, List.of(message));
        assertThat(service.manage("/actuator/prometheus").response().body())
                .contains(
                        "damso_ingest_messages_total{outcome=\"stored\"}",
                        "damso_ingest_messages_total{outcome=\"duplicate\"}",
                        "damso_ingest_messages_total{outcome=\"dead-lettered\"}",
                        "damso_ingest_batch_messages_count");
    }

    private List<ChatMessage> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> message(room, "alice", "text " + i))
                .toList();
    }

    private static void assertStored(String roomId, List<ChatMessage> expected) {
        List<StoredMessage> stored = new ArrayList<>();
        await(expected.size() + " messages in " + roomId)
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    stored.clear();
                    stored.addAll(readable(roomId));
                    return stored.size() >= expected.size();
                });
        assertThat(stored)
                .extracting(StoredMessage::id)
                .containsExactlyElementsOf(
                        expected.stream().map(ChatMessage::id).toList());
        assertThat(stored)
                .extracting(StoredMessage::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, expected.size()).boxed().toList());
    }

    private static List<StoredMessage> readable(String roomId) {
        try {
            return service.bean(MessageStore.class).after(roomId, 0, 10_000);
        } catch (org.springframework.dao.DataAccessException e) {
            return List.of();
        }
    }

    private static List<String> reasons(String mark, int count) throws Exception {
        return reasons(mark, count, new ArrayList<>());
    }

    private static List<String> reasons(String mark, int count, List<byte[]> bodies) throws Exception {
        List<String> reasons = new ArrayList<>();
        try (Connection connection = broker.connect(BrokerUser.ADMIN)) {
            var channel = connection.createChannel();
            await(count + " dead letters").atMost(Duration.ofMinutes(1)).until(() -> {
                try {
                    GetResponse letter = channel.basicGet(BrokerTopology.DEAD_LETTER_QUEUE, true);
                    if (letter != null && new String(letter.getBody(), StandardCharsets.UTF_8).contains(mark)) {
                        reasons.add(letter.getProps()
                                .getHeaders()
                                .get(BrokerTopology.REASON_HEADER)
                                .toString());
                        bodies.add(letter.getBody());
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return reasons.size() == count;
            });
        }
        return reasons;
    }
}
