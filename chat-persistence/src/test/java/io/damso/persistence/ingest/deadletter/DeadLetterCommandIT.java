package io.damso.persistence.ingest.deadletter;

import static io.damso.persistence.Messages.entry;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
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
import io.damso.protocol.envelope.Previous;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operator's command on a real broker. */
class DeadLetterCommandIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private final String room = "room-" + UUID.randomUUID();
    private final String partition = Integer.toString(BrokerTopology.partition(new RoomId(room)));
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private Connection connection;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        connection = broker.connect(BrokerUser.ADMIN);
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.queuePurge(BrokerTopology.DEAD_LETTER_QUEUE);
        channel.queuePurge(BrokerTopology.partitionQueue(new RoomId(room)));
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    @Test
    void listLeavesAllInPlaceHoweverOftenItRuns() throws Exception {
        List<String> ids = unreadable(60);
        for (int i = 0; i < 25; i++) {
            assertThat(run("list")).isZero();
            assertThat(listed()).as("list %s", i + 1).containsExactlyElementsOf(ids);
            assertThat(output.toString(StandardCharsets.UTF_8)).contains("60 dead letters.", "damaged envelope: test");
        }
        assertThat(remaining()).containsExactlyElementsOf(ids);
    }

    /** RabbitMQ 4 would have one of 20 without the policy, and 3.10 none, which would move requeued ones to the end. */
    @Test
    void deliveryLimitOfTheQueueIsOutOfReach() throws Exception {
        String login = BrokerUser.ADMIN.login() + ":" + broker.password(BrokerUser.ADMIN);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://%s:%d/api/queues/damso/damso.dead-letter"
                        .formatted(broker.host(), broker.managementPort())))
                .version(HttpClient.Version.HTTP_1_1) // RabbitMQ accepts the upgrade to HTTP/2 and then does not answer
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            await("the queue's limit in the console")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        JsonNode queue = new JsonMapper()
                                .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                                        .body());
                        return queue.at("/effective_policy_definition/delivery-limit")
                                        .asInt(0)
                                == 1_000_000_000;
                    });
        }
    }

    @Test
    void listShowsTheOldestUpToItsLimit() throws Exception {
        List<String> ids = unreadable(12);
        assertThat(run("list", "--limit", "5")).isZero();
        assertThat(listed()).containsExactlyElementsOf(ids.subList(0, 5));
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("The oldest 5 of 12 dead letters");
        assertThat(remaining()).containsExactlyElementsOf(ids);
    }

    @Test
    void emptyQueueIsSaidToBeEmpty() throws Exception {
        for (String[] command : new String[][] {{"list"}, {"replay", "--all"}, {"drop", "--all"}}) {
            assertThat(run(command)).isZero();
            assertThat(output.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("There are no dead letters.");
        }
    }

    @Test
    void replayPutsWhatCanBeReadIntoItsPartitionAndLeavesTheRest() throws Exception {
        ChatMessage first = message(room, "alice", "secret first");
        ChatMessage second = message(room, "alice", "secret second");
        letter(first);
        List<String> unreadable = unreadable(2);
        letter(second);
        String queue = likePartition();
        assertThat(run("replay", "--all")).isOne();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains(unreadable.getFirst() + " stays: it cannot be read: damaged envelope: ")
                .contains("Replayed 2 of 4 dead letters.")
                .doesNotContain("secret");
        assertThat(remaining()).containsExactlyElementsOf(unreadable);
        List<Envelope> replayed = List.of(next(queue), next(queue));
        assertThat(replayed).extracting(Envelope::first).containsExactly(1L, 2L);
        assertThat(replayed)
                .extracting(Envelope::origin)
                .doesNotContain("test")
                .containsOnly(replayed.getFirst().origin());
        assertThat(replayed)
                .extracting(envelope -> envelope.entries().getFirst())
                .containsExactly(entry(first, first.id()), entry(second, second.id()));
        assertThat(replayed)
                .allMatch(envelope -> envelope.entries().getFirst().previous() instanceof Previous.Forgotten);
    }

    @Test
    void replayOfOneLeavesTheOthersInOrder() throws Exception {
        List<String> before = unreadable(3);
        ChatMessage meant = message(room, "alice", "a");
        letter(meant);
        List<String> after = unreadable(3);
        String queue = likePartition();
        assertThat(run("replay", "--id", meant.id())).isZero();
        assertThat(next(queue).entries()).containsExactly(entry(meant, meant.id()));
        List<String> others = new ArrayList<>(before);
        others.addAll(after);
        assertThat(remaining()).containsExactlyElementsOf(others);
    }

    @Test
    void deadLetterWithoutAConfirmStays() throws Exception {
        ChatMessage message = message(room, "alice", "a");
        letter(message);
        String queue = BrokerTopology.partitionQueue(new RoomId(room));
        channel.queueUnbind(queue, BrokerTopology.ENVELOPES_EXCHANGE, partition);
        try {
            assertThat(run("replay", "--all")).isOne();
        } finally {
            channel.queueBind(queue, BrokerTopology.ENVELOPES_EXCHANGE, partition);
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("did not confirm", "Replayed 0 of 1 dead letter.");
        assertThat(run("list")).isZero();
        assertThat(listed()).containsExactly(message.id());
    }

    @Test
    void dropRemovesOnlyTheNamedOne() throws Exception {
        List<String> ids = unreadable(5);
        assertThat(run("drop", "--id", ids.get(2))).isZero();
        assertThat(run("drop", "--id", ids.get(2))).isOne();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("No dead letter has the id '" + ids.get(2) + "'");
        assertThat(remaining()).containsExactly(ids.get(0), ids.get(1), ids.get(3), ids.get(4));
    }

    @Test
    void moreThanAConsumerMayHoldStayInOrder() throws Exception {
        List<String> ids = unreadable(2 * DeadLetterQueue.WINDOW + 20);
        assertThat(run("drop", "--id", ids.getLast())).isZero();
        assertThat(run("list", "--limit", "10000")).isZero();
        assertThat(listed()).containsExactlyElementsOf(ids.subList(0, ids.size() - 1));
        assertThat(run("drop", "--all")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("Dropped 1019 dead letters.");
        assertThat(remaining()).isEmpty();
    }

    @Test
    void secondCommandAtTheSameTimeIsRefused() throws Exception {
        unreadable(1);
        try (Connection other = broker.connect(BrokerUser.ADMIN);
                DeadLetterQueue held = new DeadLetterQueue(other)) {
            assertThat(held.next()).isNotNull();
            assertThatThrownBy(() -> run("list"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another");
        }
        assertThat(run("list")).isZero();
        assertThat(listed()).hasSize(1);
    }

    @Test
    void replayedMessageIsStoredAndOneThatFailsAgainReturnsWithItsReason() throws Exception {
        ChatMessage good = message(room, "alice", "good");
        ChatMessage bad = message(room, "alice", "bad");
        letter(entry(good, good.id()), entry(bad, "other"));
        try (RunningService service = RunningService.start(broker, mongo)) {
            assertThat(run("replay", "--all")).isZero();
            await("the good one in the store")
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            !service.bean(MessageStore.class).after(room, 0, 10).isEmpty());
            assertThat(service.bean(MessageStore.class).after(room, 0, 10))
                    .extracting(StoredMessage::id)
                    .containsExactly(good.id());
            await("the bad one to return")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> run("list") == 0 && listed().equals(List.of("other")));
        }
        assertThat(output.toString(StandardCharsets.UTF_8))
                .containsPattern("1  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  " + room + " .* invalid: id");
    }

    /** Runs the command; its output is the only one in {@code output} afterwards. */
    private int run(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--port", "1", "--password-file", "unused"));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.amqpPort());
        factory.setVirtualHost(broker.virtualHost());
        factory.setUsername(BrokerUser.ADMIN.login());
        factory.setPassword(broker.password(BrokerUser.ADMIN));
        factory.setAutomaticRecoveryEnabled(false);
        output.reset();
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new DeadLetterCommand(out, out).run(DeadLetterOptions.parse(line.toArray(String[]::new)), factory);
    }

    /** Returns the ids in the list that was printed. */
    private List<String> listed() {
        return output.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches(" *\\d+  .*"))
                .map(line -> line.strip().split(" +")[3])
                .toList();
    }

    private List<String> unreadable(int count) throws Exception {
        String prefix = UUID.randomUUID().toString().substring(0, 8);
        List<String> ids =
                IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
        for (String id : ids) {
            publish(id, new byte[] {99});
        }
        channel.waitForConfirmsOrDie(30_000);
        return ids;
    }

    private void letter(ChatMessage message) throws Exception {
        letter(entry(message, message.id()));
    }

    private void letter(Entry... entries) throws Exception {
        publish(entries[0].messageId(), EnvelopeCodec.write(new Envelope("test", 41, List.of(entries))));
        channel.waitForConfirmsOrDie(30_000);
    }

    private void publish(String id, byte[] body) throws IOException {
        channel.basicPublish(
                BrokerTopology.DEAD_LETTER_EXCHANGE,
                partition,
                true,
                new BasicProperties.Builder()
                        .contentType(EnvelopeCodec.CONTENT_TYPE)
                        .deliveryMode(2)
                        .messageId(id)
                        .headers(Map.of(BrokerTopology.REASON_HEADER, "damaged envelope: test"))
                        .build(),
                body);
    }

    /** Empties the queue and returns the ids in its order. */
    private List<String> remaining() throws IOException {
        List<String> ids = new ArrayList<>();
        for (GetResponse each = take(BrokerTopology.DEAD_LETTER_QUEUE);
                each != null;
                each = take(BrokerTopology.DEAD_LETTER_QUEUE)) {
            ids.add(each.getProps().getMessageId());
        }
        return ids;
    }

    /** Returns a queue that gets what the room's partition gets; that one itself refuses {@code basic.get}. */
    private String likePartition() throws IOException {
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, BrokerTopology.ENVELOPES_EXCHANGE, partition);
        return queue;
    }

    private Envelope next(String queue) throws Exception {
        GetResponse next = take(queue);
        assertThat(next).as("an envelope in the partition").isNotNull();
        Envelope envelope = EnvelopeCodec.read(next.getBody());
        assertThat(next.getProps().getMessageId()).isEqualTo(envelope.origin() + "-" + envelope.first());
        assertThat(next.getProps().getDeliveryMode()).isEqualTo(2);
        return envelope;
    }

    private @Nullable GetResponse take(String queue) throws IOException {
        return channel.basicGet(queue, true);
    }
}
