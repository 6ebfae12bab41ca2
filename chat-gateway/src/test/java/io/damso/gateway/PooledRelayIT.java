package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.demo.ChatClient;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.test.BrokerUser;
import io.damso.test.TcpProxy;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What clients cost the broker, and what becomes of them when the node loses it. */
@TestPropertySource(properties = {"damso.gateway.rooms.linger=1s", "damso.gateway.rooms.subscribe-timeout=2s"})
class PooledRelayIT extends GatewayTest {

    private static final int RELAY_CONNECTIONS = 5; // four sessions and Spring's own

    private static final int NOBODY_LISTENS = 1; // a dead node of the cluster, as it were

    private static TcpProxy wire;

    private final BrokerConsole console = new BrokerConsole(http, broker);
    private final List<ChatClient> clients = new ArrayList<>();

    @Autowired
    private MeterRegistry meters;

    @DynamicPropertySource
    static void relayOverAWire(DynamicPropertyRegistry registry) {
        registry.add("damso.gateway.relay.addresses", () -> {
            wire = new TcpProxy(broker.host(), broker.stompPort());
            return broker.host() + ":" + NOBODY_LISTENS + "," + broker.host() + ":" + wire.port();
        });
    }

    @AfterAll
    static void closeWire() {
        wire.close();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(ChatClient::close);
    }

    private ChatClient client(String user) throws Exception {
        ChatClient client = connect(user);
        clients.add(client);
        return client;
    }

    @Test
    void manyClientsOfARoomCostTheBrokerOneQueueAndNoConnection() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 50; i++) {
            now(client(i % 2 == 0 ? alice : bob).join(room, message -> heard.add("heard")));
        }
        assertThat(console.queuesOf(room)).singleElement().asString()
                .startsWith("damso.gateway.gateway-under-test.rooms." + room + ".");
        now(clients.getFirst().send(room, "hello"));
        await("everybody").untilAsserted(() -> assertThat(heard).hasSize(50));
        await("the console's statistics").untilAsserted(() -> {
            assertThat(console.stompConnections()).isEqualTo(RELAY_CONNECTIONS);
            assertThat(console.policyOf(console.queuesOf(room).getFirst())).isEqualTo("subscriptions");
        });
    }

    @Test
    void churnOnAWarmRoomDoesNotTouchTheBroker() throws Exception {
        now(client(alice).join(room, message -> {}));
        List<String> before = console.queuesOf(room);
        ChatClient comesAndGoes = client(bob);
        for (int i = 0; i < 100; i++) {
            now(comesAndGoes.join(room, message -> {}));
            now(comesAndGoes.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "room-" + room), ""));
        }
        assertThat(console.queuesOf(room)).isEqualTo(before).hasSize(1);
    }

    @Test
    void roomIsLeftSomeTimeAfterItsLastSubscriber() throws Exception {
        ChatClient last = client(alice);
        now(last.join(room, message -> {}));
        assertThat(console.queuesOf(room)).hasSize(1);
        last.close();
        await("the end of the queue").untilAsserted(() -> assertThat(console.queuesOf(room)).isEmpty());
        now(client(alice).join(room, message -> {}));
        assertThat(console.queuesOf(room)).hasSize(1);
    }

    @Test
    void receiptOfSubscribeMeansThatTheNextMessageArrives() throws Exception {
        ChatClient client = client(alice);
        try (Connection connection = broker.connect(BrokerUser.GATEWAY); Channel channel = connection.createChannel()) {
            for (int i = 0; i < 300; i++) {
                String cold = "cold-" + i + "-" + room.substring(0, 20);
                desk.join(cold, alice);
                BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
                client.join(cold, heard::add)
                        .thenAccept(receipt -> publish(channel, cold, "{\"text\":\"first\"}"))
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                assertThat(heard.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("message in " + cold).isNotNull();
                now(client.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "room-" + cold), ""));
            }
        }
        await("the end of the queues").untilAsserted(() -> assertThat(console.roomQueues()).isEmpty());
        assertThat(meters.get("damso.rooms.subscribed").gauge().value()).isZero();
    }

    private static void publish(Channel channel, String roomId, String body) {
        try {
            channel.basicPublish(BrokerTopology.MESSAGES_EXCHANGE, BrokerTopology.roomRoutingKey(new RoomId(roomId)),
                    new AMQP.BasicProperties.Builder().headers(BrokerTopology.roomHeaders(new RoomId(roomId)))
                            .messageId("m").contentType("application/json").build(),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void lostBrokerIsToldAndRepairedWhileSocketsStayAndSendingGoesOn() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient client = client(alice);
        now(client.events(event -> events.add(event.path("type").stringValue())));
        now(client.join(room, message -> heard.add(message.path("text").stringValue())));
        now(client.send(room, "before"));
        await("the message").untilAsserted(() -> assertThat(heard).containsExactly("before"));
        for (int round = 1; round <= 3; round++) {
            events.clear();
            wire.cut(); // and every connection made from now on is accepted and closed at once
            await("the event").untilAsserted(() -> assertThat(events).containsExactly("delivery-interrupted"));
            assertThat(relay.isAvailable()).isFalse();
            now(client.send(room, "meanwhile"));
            wire.mend();
            await("the event").atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                    assertThat(events).containsExactly("delivery-interrupted", "delivery-resumed"));
            heard.clear();
            now(client.send(room, "after"));
            await("the message").untilAsserted(() -> assertThat(heard).containsExactly("after"));
        }
        assertThat(client.ended()).isNotDone();
        await("all sessions").until(relay::isAvailable);
        await("the end of older queues").untilAsserted(() -> assertThat(console.queuesOf(room)).hasSize(1));
    }

    @Test
    void subscribingWhileTheBrokerIsLostIsRefusedAsRetryable() throws Exception {
        ChatClient client = client(alice);
        wire.cut();
        await("the loss").until(() -> !relay.isAvailable());
        assertThat(refusal(client.join(room, message -> {}))).isEqualTo("subscription-unconfirmed");
        wire.mend();
        await("the repair").atMost(Duration.ofSeconds(20)).pollInSameThread().until(() ->
                "accepted".equals(refusal(client.join(room, message -> {}))));
        await("all sessions, before which no handshake is taken").until(relay::isAvailable);
        BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        ChatClient other = client(bob);
        now(other.join(room, heard::add));
        now(other.send(room, "here again"));
        assertThat(heard.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void thousandClientsLeaveNothingBehind() throws Exception {
        String token = token(alice);
        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<ChatClient>> connecting = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String joined = "churn-" + i % 50;
                desk.join(joined, alice);
                connecting.add(ChatClient.connect(http, url(), token)
                        .thenCompose(client -> client.join(joined, message -> {}).thenApply(done -> client)));
                if (i % 100 == 99) {
                    now(CompletableFuture.allOf(connecting.toArray(CompletableFuture[]::new)));
                }
            }
            assertThat(meters.get("damso.sessions.open").gauge().value()).isGreaterThanOrEqualTo(1_000);
            assertThat(console.roomQueues()).hasSize(50);
            connecting.forEach(client -> client.join().close());
        }
        await("the end of the sessions").untilAsserted(() ->
                assertThat(meters.get("damso.sessions.open").gauge().value()).isZero());
        await("the end of the queues").untilAsserted(() -> assertThat(console.roomQueues()).isEmpty());
        await("the console's statistics").untilAsserted(() ->
                assertThat(console.stompConnections()).isEqualTo(RELAY_CONNECTIONS));
    }
}
