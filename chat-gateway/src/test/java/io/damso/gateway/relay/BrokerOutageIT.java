package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.gateway.GatewayTest;
import io.damso.gateway.OtherGateway;
import io.damso.gateway.RawSocket;
import io.damso.gateway.RawWire;
import io.damso.gateway.StubMembershipResponder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.annotation.DirtiesContext;

/** RabbitMQ stops and starts again. */
@DirtiesContext
class BrokerOutageIT extends GatewayTest {

    @LocalManagementPort
    private int managementPort;

    @Test
    void socketsStayOpenAreNotifiedAndReceiveAgainWhileHandshakesAreRefused() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        List<String> notifications = new CopyOnWriteArrayList<>();
        try (ChatClient client = connect(alice)) {
            now(client.events(event -> notifications.add(event.path("type").stringValue() + " "
                    + event.path("destination").stringValue())));
            now(client.join(room, message -> received.add(message.path("text").stringValue())));
            now(client.send(room, "before"));
            await("the message").untilAsserted(() -> assertThat(received).containsExactly("before"));
            broker.kill();
            await("readiness down").atMost(Duration.ofSeconds(30)).until(() -> readiness() == 503);
            assertHandshakeRefused();
            assertThat(refusal(client.send(room, "during"))).isEqualTo("broker-unavailable");
            await("the first event")
                    .untilAsserted(() ->
                            assertThat(notifications).containsExactly("delivery-interrupted /topic/rooms." + room));
            broker.start();
            responder.close();
            responder = new StubMembershipResponder(broker);
            responder.join(room, alice);
            await("readiness up").atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);
            assertThat(check("handshake")).isEqualTo(204);
            await("the second event")
                    .untilAsserted(() -> assertThat(notifications)
                            .containsExactly(
                                    "delivery-interrupted /topic/rooms." + room,
                                    "delivery-resumed /topic/rooms." + room));
            now(client.send(room, "after"));
            await("the message").untilAsserted(() -> assertThat(received).containsExactly("before", "after"));
            assertThat(client.ended()).isNotDone();
        }
    }

    @Test
    void removalWhoseEventWasMissedEndsTheSubscriptionOnceTheBrokerIsBack() throws Exception {
        try (RawSocket removed = rawConnected(bob)) {
            removed.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n");
            removed.untilReceipt("SUBSCRIBE\nid:s\ndestination:/topic/rooms." + room + "\n");
            broker.kill();
            broker.start();
            responder.close();
            responder = new StubMembershipResponder(broker); // which has no members
            await("the notice")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> removed.received().stream()
                            .anyMatch(frame -> frame.contains("\"code\":\"membership-ended\"")));
            assertThat(removed.isClosed()).isFalse();
        }
    }

    @Test
    void memberRemovedDuringTheOutageNeitherReceivesNorSendsAfterIt() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (ChatClient stays = connect(alice);
                RawSocket removed = rawConnected(bob)) {
            now(stays.join(room, message -> received.add(message.path("text").stringValue())));
            removed.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n");
            removed.untilReceipt("SUBSCRIBE\nid:s\ndestination:/topic/rooms." + room + "\n");
            broker.kill();
            broker.start();
            responder.close();
            responder = new StubMembershipResponder(broker); // which has no members
            responder.join(room, alice);
            int sent = 0;
            BlockingQueue<String> pause = new LinkedBlockingQueue<>();
            try (OtherGateway other = new OtherGateway(broker)) {
                while (received.size() < 20) {
                    other.publish(room, "from elsewhere");
                    removed.send("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:" + sent++
                            + "\n\n{\"text\":\"am I still here?\"}\0");
                    assertThat(sent).as("attempts").isLessThan(2_000);
                    pause.poll(20, TimeUnit.MILLISECONDS);
                }
            }
            assertThat(removed.received())
                    .isNotEmpty()
                    .noneMatch(frame -> frame.contains("from elsewhere")
                            || frame.contains("RECEIPT\n")
                            || frame.contains("am I still here?"));
            assertThat(received).doesNotContain("am I still here?");
        }
    }

    private int readiness() throws Exception {
        URI url = URI.create("http://localhost:" + managementPort + "/actuator/health/readiness");
        return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void assertHandshakeRefused() throws Exception {
        assertThat(check("handshake")).isEqualTo(404);
        HttpRequest plain = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ws/info"))
                .build();
        assertThat(http.send(plain, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        try (RawWire wire = new RawWire(port)) {
            assertThat(wire.handshake())
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("\r\nRetry-After: 2\r\n")
                    .containsIgnoringCase("\r\nContent-Type: application/problem+json");
        }
    }
}
