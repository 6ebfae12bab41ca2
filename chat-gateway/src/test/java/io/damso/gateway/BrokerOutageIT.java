package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.demo.ChatClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;

/** RabbitMQ goes away and comes back. */
class BrokerOutageIT extends GatewayTest {

    @LocalManagementPort
    private int managementPort;

    @Test
    void socketsStayAreToldAndHearAgainWhileHandshakesAreRefused() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        try (ChatClient client = connect(alice)) {
            now(client.events(event -> told.add(event.path("type").stringValue() + " "
                    + event.path("destination").stringValue())));
            now(client.join(room, message -> heard.add(message.path("text").stringValue())));
            now(client.send(room, "before"));
            broker.kill();
            await("readiness down").atMost(Duration.ofSeconds(15)).until(() -> readiness() == 503);
            assertHandshakeRefused();
            assertThat(refusal(client.send(room, "during"))).isEqualTo("broker-unavailable");
            await("the first event").untilAsserted(() ->
                    assertThat(told).containsExactly("delivery-interrupted /topic/rooms." + room));
            broker.start();
            desk.close();
            desk = new MembershipDesk(broker);
            desk.join(room, alice);
            await("readiness up").atMost(Duration.ofSeconds(30)).until(() -> readiness() == 200);
            await("the second event").untilAsserted(() -> assertThat(told).containsExactly(
                    "delivery-interrupted /topic/rooms." + room, "delivery-resumed /topic/rooms." + room));
            now(client.send(room, "after"));
            await("the message").untilAsserted(() -> assertThat(heard).containsExactly("before", "after"));
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
            desk.close();
            desk = new MembershipDesk(broker); // which does not know bob
            await("the notice").atMost(Duration.ofSeconds(60)).until(() ->
                    removed.received().stream().anyMatch(frame -> frame.contains("\"code\":\"membership-ended\"")));
            assertThat(removed.isClosed()).isFalse();
        }
    }

    private int readiness() throws Exception {
        URI url = URI.create("http://localhost:" + managementPort + "/actuator/health/readiness");
        return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private void assertHandshakeRefused() throws Exception {
        HttpRequest plain = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ws/info")).build();
        assertThat(http.send(plain, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        try (RawWire wire = new RawWire(port)) {
            assertThat(wire.handshake()).startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("\r\nRetry-After: 2\r\n")
                    .containsIgnoringCase("\r\nContent-Type: application/problem+json");
        }
    }
}
