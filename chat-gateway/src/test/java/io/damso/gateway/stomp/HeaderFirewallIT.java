package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.gateway.BrokerConsole;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.RawSocket;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.DamagedEnvelopeException;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.test.BrokerUser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No client header reaches RabbitMQ; the tests check this at RabbitMQ. */
// A separate gateway, because a shared one keeps the rooms of other classes subscribed for 30 s.
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_CLASS)
class HeaderFirewallIT extends GatewayTest {

    private static final String SMUGGLED = "smuggled";

    private final BlockingQueue<Delivery> published = new LinkedBlockingQueue<>();
    private final BrokerConsole console = new BrokerConsole(http, broker);
    private Connection connection;

    @BeforeEach
    void listenBehindTheGateway() throws IOException {
        connection = broker.connect(BrokerUser.ADMIN);
        Channel channel = connection.createChannel();
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, BrokerTopology.LIVE_EXCHANGE, BrokerTopology.roomRoutingKey(new RoomId(room)));
        channel.basicConsume(queue, true, (tag, delivery) -> published.add(delivery), tag -> {});
    }

    @AfterEach
    void hangUp() throws IOException {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource({
        "x-queue-name, smuggled",
        "X-Queue-Name, smuggled",
        "x-queue-type, quorum",
        "x-expires, 100",
        "x-message-ttl, 1",
        "x-dead-letter-exchange, smuggled",
        "x-stream-offset, first",
        "x-smuggled, smuggled",
        "durable, true",
        "auto-delete, false",
        "exclusive, false",
        "reply-to, /temp-queue/smuggled",
        "user-id, damso-admin",
        "correlation-id, smuggled",
        "expiration, 1",
        "priority, 9",
        "transaction, smuggled",
        "persistent, false",
        "selector, smuggled = 1",
        "ack, client",
        "prefetch-count, 1",
        "amqp-message-id, smuggled",
        "message-id, smuggled",
        "app-id, smuggled",
        "type, smuggled",
        "timestamp, 1"
    })
    void brokerHeaderIsRefusedAndDoesNotReachTheBroker(String name, String value) throws Exception {
        try (ChatClient client = connect(alice)) {
            List<String> before = console.declarations();
            String send = "/app/rooms." + room + ".send";
            assertThat(refusal(client.frame(
                            StompCommand.SEND, Map.of("destination", send, name, value), "{\"text\":\"a\"}")))
                    .isEqualTo("header-refused");
            assertThat(refusal(client.frame(
                            StompCommand.SUBSCRIBE,
                            Map.of("id", "s", "destination", "/topic/rooms." + room, name, value),
                            "")))
                    .isEqualTo("header-refused");
            now(client.send(room, "the session lives"));
            assertThat(message(next()).path("text").stringValue()).isEqualTo("the session lives");
            assertThat(console.declarations()).isEqualTo(before);
        }
    }

    @Test
    void ignoredHeadersAreNotPassedOnEither() throws Exception {
        // spotless:off
        Map<String, String> ignored = Map.of("persistent", "true", "ack", "auto", "smuggled", SMUGGLED, "traceparent", SMUGGLED,
                "Authorization", "Bearer smuggled", "login", SMUGGLED, "host", SMUGGLED, "partition", "9", "content-type", "smuggled/x");
        // spotless:on
        try (ChatClient client = connect(alice)) {
            Map<String, String> subscribe = new HashMap<>(ignored);
            subscribe.put("id", "s");
            subscribe.put("destination", "/topic/rooms." + room);
            now(client.frame(StompCommand.SUBSCRIBE, subscribe, ""));
            Map<String, String> send = new HashMap<>(ignored);
            send.put("destination", "/app/rooms." + room + ".send");
            now(client.frame(StompCommand.SEND, send, "{\"text\":\"a\"}"));
        }
        Delivery delivery = next();
        assertThat(delivery.getProperties().getHeaders()).isNull();
        assertThat(delivery.getProperties().getContentType()).isEqualTo(EnvelopeCodec.CONTENT_TYPE);
        assertThat(delivery.getProperties().getDeliveryMode()).isEqualTo(1);
        assertThat(delivery.getProperties().getReplyTo()).isNull();
        assertThat(delivery.getProperties().getUserId()).isNull();
        assertThat(delivery.getProperties().getCorrelationId()).isNull();
        assertThat(delivery.getProperties().getExpiration()).isNull();
        assertThat(delivery.getProperties().getPriority()).isNull();
        assertThat(delivery.getProperties().getType()).isNull();
        assertThat(delivery.getProperties().getAppId()).isNull();
        assertThat(delivery.toString() + delivery.getProperties()).doesNotContain(SMUGGLED);
        String queue = console.nodeQueues().stream()
                .filter(name -> name.contains("gateway-under-test"))
                .findFirst()
                .orElseThrow();
        await("its statistics").untilAsserted(() -> {
            JsonNode declared = console.queue(queue);
            assertThat(declared.path("auto_delete").asBoolean()).isTrue();
            assertThat(declared.toString()).doesNotContain(SMUGGLED);
        });
    }

    @Test
    void headersOfConnectAreNotPassedOn() throws Exception {
        long before = console.declarations().size();
        try (RawSocket socket = raw()) {
            socket.send(
                    "CONNECT\naccept-version:1.2\nhost:smuggled\nlogin:damso-admin\npasscode:smuggled\nx-queue-name:smuggled\n"
                            + "durable:true\nAuthorization:Bearer " + token(alice) + "\n\n\0");
            assertThat(socket.next()).startsWith("CONNECTED\n");
            assertThat(console.declarations()).hasSize((int) before).noneMatch(line -> line.contains(SMUGGLED));
        }
    }

    @Test
    void senderIsAlwaysTheTokensSubject() throws Exception {
        try (ChatClient client = connect(alice)) {
            Map<String, String> headers =
                    Map.of("destination", "/app/rooms." + room + ".send", "sender", bob, "user-name", bob);
            now(client.frame(
                    StompCommand.SEND,
                    headers,
                    "{\"text\":\"a\",\"sender\":\"%s\",\"id\":\"%s\",\"type\":\"SYSTEM\",\"roomId\":\"other\"}"
                            .formatted(bob, bob)));
        }
        JsonNode message = message(next());
        assertThat(message.path("sender").stringValue()).isEqualTo(alice);
        assertThat(message.path("roomId").stringValue()).isEqualTo(room);
        assertThat(message.path("type").stringValue()).isEqualTo("chat");
        assertThat(message.path("id").stringValue()).isNotEqualTo(bob);
    }

    private static JsonNode message(Delivery delivery) throws DamagedEnvelopeException {
        List<Entry> entries = EnvelopeCodec.read(delivery.getBody()).entries();
        assertThat(entries).hasSize(1);
        return new JsonMapper().readTree(entries.getFirst().message());
    }

    private Delivery next() throws InterruptedException {
        Delivery delivery = published.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(delivery).as("a message from the exchange").isNotNull();
        return delivery;
    }
}
