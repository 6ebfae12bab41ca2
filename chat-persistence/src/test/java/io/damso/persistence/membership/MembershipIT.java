package io.damso.persistence.membership;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.persistence.RunningService;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import io.damso.protocol.MembershipQuestions.Answers;
import io.damso.test.BrokerUser;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** Membership queries over the broker. */
class MembershipIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static RunningService service;
    private static String room;

    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private Connection connection;
    private Channel channel;

    private record Reply(String correlationId, List<Boolean> members) {}

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo, "damso.persistence.store.selection-timeout=500ms");
        room = service.send("POST", "/api/rooms", "alice", "{\"name\":\"r\"}")
                .json()
                .get("id")
                .asString();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void connect() throws IOException {
        connection = broker.connect(BrokerUser.GATEWAY);
        channel = connection.createChannel();
        channel.basicConsume(
                DIRECT_REPLY_TO,
                true,
                (tag, delivery) -> replies.add(new Reply(
                        delivery.getProperties().getCorrelationId(),
                        JSON.readValue(delivery.getBody(), Answers.class).members())),
                tag -> {});
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    @Test
    void questionsAreAnsweredWithTheirCorrelationId() throws Exception {
        assertThat(ask(room, "alice")).isTrue();
        assertThat(ask(room, "eve")).isFalse();
        assertThat(ask("unknown", "alice")).isFalse();
        assertThat(ask("not.a.room", "alice")).isFalse();
    }

    @Test
    void questionsAskedTogetherAreAnsweredInTheirOrder() throws Exception {
        assertThat(ask(List.of(
                        new MembershipQuestion(room, "eve"),
                        new MembershipQuestion(room, "alice"),
                        new MembershipQuestion("unknown", "alice"),
                        new MembershipQuestion(room, "alice"))))
                .containsExactly(false, true, false, true);
    }

    @Test
    void changeIsSeenByTheNextQuestion() throws Exception {
        service.send("PUT", "/api/rooms/" + room + "/members/bob", "alice", null);
        assertThat(ask(room, "bob")).isTrue();
        service.send("DELETE", "/api/rooms/" + room + "/members/bob", "alice", null);
        assertThat(ask(room, "bob")).isFalse();
    }

    @Test
    void unreadableQuestionsDoNotHoldUpOthers() throws Exception {
        send("nonsense".getBytes(UTF_8), "1", DIRECT_REPLY_TO);
        send("null".getBytes(UTF_8), "2", DIRECT_REPLY_TO);
        send("{}".getBytes(UTF_8), "3", DIRECT_REPLY_TO);
        send("{\"questions\":[null]}".getBytes(UTF_8), "4", DIRECT_REPLY_TO);
        send(
                JSON.writeValueAsBytes(new MembershipQuestions(
                        Collections.nCopies(MembershipQuestions.MOST + 1, new MembershipQuestion(room, "alice")))),
                "5",
                DIRECT_REPLY_TO);
        send(question(room, "alice"), "6", null);
        assertThat(ask(room, "alice")).isTrue();
    }

    @Test
    void answersAreNotQueued() throws Exception {
        send(question(room, "alice"), "1", BrokerTopology.DEAD_LETTER_QUEUE);
        assertThat(ask(room, "alice")).isTrue();
        try (Connection admin = broker.connect(BrokerUser.ADMIN)) {
            assertThat(admin.createChannel().messageCount(BrokerTopology.DEAD_LETTER_QUEUE))
                    .isZero();
        }
    }

    @Test
    void questionsDuringAStoreOutageStayUnansweredAndLaterOnesAreAnswered() throws Exception {
        mongo.disconnect();
        for (int i = 0; i < 20; i++) {
            send(question(room, "alice"), "away", DIRECT_REPLY_TO);
        }
        assertThat(replies.poll(1, TimeUnit.SECONDS)).isNull();
        mongo.reconnect();
        await("an answer").atMost(Duration.ofMinutes(1)).until(() -> answers(room, "alice"));
    }

    private boolean answers(String roomId, String userId) {
        try {
            String correlationId = UUID.randomUUID().toString();
            send(question(roomId, userId), correlationId, DIRECT_REPLY_TO);
            Reply reply = replies.poll(2, TimeUnit.SECONDS);
            return reply != null && reply.members().equals(List.of(true));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean ask(String roomId, String userId) throws Exception {
        return ask(List.of(new MembershipQuestion(roomId, userId))).getFirst();
    }

    private List<Boolean> ask(List<MembershipQuestion> questions) throws Exception {
        String correlationId = UUID.randomUUID().toString();
        send(JSON.writeValueAsBytes(new MembershipQuestions(questions)), correlationId, DIRECT_REPLY_TO);
        Reply reply = replies.poll(30, TimeUnit.SECONDS);
        assertThat(reply).isNotNull();
        assertThat(reply.correlationId()).isEqualTo(correlationId);
        return reply.members();
    }

    private static byte[] question(String roomId, String userId) {
        return JSON.writeValueAsBytes(new MembershipQuestions(List.of(new MembershipQuestion(roomId, userId))));
    }

    private void send(byte[] body, String correlationId, @Nullable String replyTo) throws IOException {
        channel.basicPublish(
                BrokerTopology.REQUESTS_EXCHANGE,
                BrokerTopology.MEMBERSHIP_QUEUE,
                new BasicProperties.Builder()
                        .contentType("application/json")
                        .correlationId(correlationId)
                        .replyTo(replyTo)
                        .build(),
                body);
    }
}
