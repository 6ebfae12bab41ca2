package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.gateway.BrokerConsole;
import io.damso.gateway.OneGatewayTest;
import io.damso.gateway.OtherGateway;
import io.damso.protocol.envelope.Envelope;
import io.damso.test.RabbitBroker;
import io.damso.test.TcpProxy;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The broker's resources for clients, and the effects of a lost broker connection. */
@TestPropertySource(properties = {"damso.gateway.rooms.linger=1s", "damso.gateway.rooms.subscribe-timeout=8s"})
@DirtiesContext
class PooledRelayIT extends OneGatewayTest {

    /** A private broker, because queues of other gateways must not be counted. */
    private static final RabbitBroker broker = RabbitBroker.separate();

    private static final int RELAY_CONNECTIONS = 2; // that of the queue and Spring's own one

    private static final int UNUSED_PORT = 1; // like a broker node that has failed

    private static TcpProxy wire;

    private final BrokerConsole console = new BrokerConsole(http, broker);
    private final List<ChatClient> clients = new ArrayList<>();

    @Autowired
    private MeterRegistry meters;

    @DynamicPropertySource
    static void relayOverAWire(DynamicPropertyRegistry registry) {
        broker.start();
        reach(broker, registry);
        registry.add("damso.gateway.relay.addresses", () -> {
            wire = new TcpProxy(broker.host(), broker.stompPort());
            return broker.host() + ":" + UNUSED_PORT + "," + broker.host() + ":" + wire.port();
        });
    }

    @AfterAll
    static void closeWire() {
        wire.close();
        broker.remove();
    }

    @Override
    protected RabbitBroker gatewaysBroker() {
        return broker;
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
    void manyClientsOfARoomUseOneQueueAndNoFurtherConnection() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 50; i++) {
            now(client(i % 2 == 0 ? alice : bob).join(room, message -> received.add("received")));
        }
        assertThat(console.boundRooms()).containsOnlyOnce(room);
        assertThat(console.nodeQueues()).singleElement().asString().startsWith("damso.gateway.gateway-under-test.");
        now(clients.getFirst().send(room, "hello"));
        await("all clients").untilAsserted(() -> assertThat(received).hasSize(50));
        await("the console's statistics").untilAsserted(() -> {
            assertThat(console.stompConnections()).isEqualTo(RELAY_CONNECTIONS);
            assertThat(console.policyOf(console.nodeQueues().getFirst())).isEqualTo("gateways");
        });
    }

    @Test
    void subscriptionsToALingeringRoomDoNotReachTheBroker() throws Exception {
        now(client(alice).join(room, message -> {}));
        ChatClient comesAndGoes = client(bob);
        for (int i = 0; i < 100; i++) {
            now(comesAndGoes.join(room, message -> {}));
            now(comesAndGoes.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "room-" + room), ""));
        }
        assertThat(console.boundRooms()).containsOnlyOnce(room);
    }

    @Test
    void roomIsLeftSomeTimeAfterItsLastSubscriber() throws Exception {
        ChatClient last = client(alice);
        now(last.join(room, message -> {}));
        assertThat(console.boundRooms()).contains(room);
        last.close();
        await("the end of the binding")
                .untilAsserted(() -> assertThat(console.boundRooms()).doesNotContain(room));
        now(client(alice).join(room, message -> {}));
        assertThat(console.boundRooms()).contains(room);
    }

    @Test
    void receiptOfSubscribeMeansThatTheNextMessageArrives() throws Exception {
        ChatClient client = client(alice);
        try (OtherGateway other = new OtherGateway(broker)) {
            for (int i = 0; i < 300; i++) {
                String cold = "cold-" + i + "-" + room.substring(0, 20);
                responder.join(cold, alice);
                BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
                client.join(cold, received::add)
                        .thenAccept(receipt -> publish(other, cold))
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                assertThat(received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .as("message in " + cold)
                        .isNotNull();
                now(client.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "room-" + cold), ""));
            }
        }
        await("the end of the bindings")
                .untilAsserted(() -> assertThat(console.boundRooms()).isEmpty());
        assertThat(meters.get("damso.rooms.subscribed").gauge().value()).isZero();
    }

    private static void publish(OtherGateway other, String roomId) {
        try {
            other.publish(roomId, "first");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void envelopeOfTheGreatestSizeIsDeliveredInOrder() throws Exception {
        BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        now(client(alice).join(room, received::add));
        Map<String, String> messages = new LinkedHashMap<>();
        for (int i = 0; i < Envelope.MAX_ENTRIES; i++) {
            messages.put("m-" + i, "{\"text\":\"" + i + "-" + "x".repeat(Envelope.MAX_BYTES / 70) + "\"}");
        }
        try (OtherGateway other = new OtherGateway(broker)) {
            other.publish(room, messages);
            other.publish(room, "last");
        }
        for (int i = 0; i < Envelope.MAX_ENTRIES; i++) {
            JsonNode message = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("message " + i).isNotNull();
            assertThat(message.path("text").stringValue()).startsWith(i + "-x");
        }
        JsonNode last = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(last).isNotNull();
        assertThat(last.path("text").stringValue()).isEqualTo("last");
    }

    @Test
    void lostRelayIsNotifiedAndRestoredWhileSocketsStayAndSendsSucceed() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        List<String> received = new CopyOnWriteArrayList<>();
        ChatClient client = client(alice);
        now(client.events(event -> events.add(event.path("type").stringValue())));
        now(client.join(room, message -> received.add(message.path("text").stringValue())));
        now(client.send(room, "before"));
        await("the message").untilAsserted(() -> assertThat(received).containsExactly("before"));
        for (int round = 1; round <= 3; round++) {
            events.clear();
            wire.cut(); // and each new connection is accepted and closed at once
            await("the event").untilAsserted(() -> assertThat(events).containsExactly("delivery-interrupted"));
            await("the loss").until(() -> !relay.isAvailable());
            now(client.send(room, "meanwhile"));
            wire.restore();
            await("the event")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(events).containsExactly("delivery-interrupted", "delivery-resumed"));
            received.clear();
            now(client.send(room, "after"));
            // The delivery of the other one may begin after its RECEIPT, and then after the repair.
            await("the message")
                    .untilAsserted(() -> assertThat(received)
                            .filteredOn(text -> !text.equals("meanwhile"))
                            .containsExactly("after"));
        }
        assertThat(client.ended()).isNotDone();
        await("all sessions").until(relay::isAvailable);
        await("the end of older queues")
                .untilAsserted(() -> assertThat(console.nodeQueues()).hasSize(1));
    }

    @Test
    void subscribingWhileTheBrokerIsLostIsRefusedAsRetryable() throws Exception {
        ChatClient client = client(alice);
        wire.cut();
        await("the loss").until(() -> !relay.isAvailable());
        assertThat(refusal(client.join(room, message -> {}))).isEqualTo("subscription-unconfirmed");
        wire.restore();
        await("the repair")
                .atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .until(() -> "accepted".equals(refusal(client.join(room, message -> {}))));
        await("all sessions; before that, handshakes are refused").until(relay::isAvailable);
        BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        ChatClient other = client(bob);
        now(other.join(room, received::add));
        now(other.send(room, "here again"));
        assertThat(received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void thousandClientsLeaveNothingBehind() throws Exception {
        String token = token(alice);
        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<ChatClient>> connecting = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String joined = "churn-" + i % 50;
                responder.join(joined, alice);
                connecting.add(ChatClient.connect(http, url(), token)
                        .thenCompose(
                                client -> client.join(joined, message -> {}).thenApply(done -> client)));
                if (i % 100 == 99) {
                    now(CompletableFuture.allOf(connecting.toArray(CompletableFuture[]::new)));
                }
            }
            assertThat(meters.get("damso.sessions.open").gauge().value()).isGreaterThanOrEqualTo(1_000);
            // A room of the round before may have been left, and its binding not have ended yet.
            await("one binding for each room")
                    .untilAsserted(() -> assertThat(console.boundRooms()).hasSize(50));
            connecting.forEach(client -> client.join().close());
        }
        await("the end of the sessions")
                .untilAsserted(() -> assertThat(
                                meters.get("damso.sessions.open").gauge().value())
                        .isZero());
        await("the end of the bindings")
                .untilAsserted(() -> assertThat(console.boundRooms()).isEmpty());
        await("the console's statistics")
                .untilAsserted(() -> assertThat(console.stompConnections()).isEqualTo(RELAY_CONNECTIONS));
    }
}
