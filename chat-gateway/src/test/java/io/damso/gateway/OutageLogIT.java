package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.test.LogLines;
import io.damso.test.RabbitBroker;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** An outage of the broker is logged in a few lines. Their number does not grow with the clients or their attempts. */
@TestPropertySource(properties = {"logging.level.root=INFO", "damso.gateway.access.refresh-after=100ms"})
@DirtiesContext
class OutageLogIT extends OneGatewayTest {

    private static final int CLIENTS = 20;
    private static final int ROUNDS = 10;

    /** The loggers of the libraries write a few lines each minute, and a busy machine takes some minutes. */
    private static final long LINES_A_MINUTE = 60;

    /** A private broker, because other gateways of this JVM would log its outage, too. */
    private static final RabbitBroker OWN = RabbitBroker.separate();

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void ownBroker(DynamicPropertyRegistry registry) {
        OWN.start();
        reach(OWN, registry);
    }

    @AfterAll
    static void removeBroker() {
        OWN.remove();
    }

    @Override
    protected RabbitBroker gatewaysBroker() {
        return OWN;
    }

    @Test
    void outageOfTheBrokerIsLoggedInAFewLinesWithoutStackTraces() throws Exception {
        List<RawSocket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            responder.join(room, alice + i);
            RawSocket client = rawConnected(alice + i);
            clients.add(client);
            client.untilReceipt("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n");
            client.untilReceipt("SUBSCRIBE\nid:s\ndestination:/topic/rooms." + room + "\n");
        }
        try (LogLines log = new LogLines()) {
            long begin = System.nanoTime();
            OWN.kill();
            await("readiness down").atMost(Duration.ofSeconds(30)).until(() -> readiness() == 503);
            for (int round = 0; round < ROUNDS; round++) {
                for (RawSocket client : clients) {
                    client.send("SEND\ndestination:/app/rooms." + room + ".send\n\n{\"text\":\"during\"}\0");
                    client.send("SUBSCRIBE\nid:x" + round + "\ndestination:/topic/rooms.unknown" + round + "\n\n\0");
                }
                readiness();
                for (RawSocket client : clients) {
                    client.untilReceipt("SUBSCRIBE\nid:n" + round + "\ndestination:/user/queue/notifications\n");
                }
            }
            OWN.start();
            responder.close();
            responder = new StubMembershipResponder(OWN);
            await("readiness up").atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);
            assertThat(log.ofTraces()).as(String.join("\n", log.events())).isZero();
            assertThat((long) log.count())
                    .as(String.join("\n", log.events()))
                    .isLessThan(LINES_A_MINUTE * (1 + TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - begin)));
        } finally {
            clients.forEach(RawSocket::close);
        }
    }

    private int readiness() throws Exception {
        URI url = URI.create("http://localhost:" + managementPort + "/actuator/health/readiness");
        return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
