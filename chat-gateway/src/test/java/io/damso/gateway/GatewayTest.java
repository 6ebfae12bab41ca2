package io.damso.gateway;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.demo.ChatClient;
import io.damso.demo.RefusedException;
import io.damso.gateway.relay.BrokerAvailability;
import io.damso.gateway.send.PublisherAvailability;
import io.damso.protocol.UserId;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A gateway on a real broker, with a stand-in for the one question that it asks of persistence. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "damso.gateway.node=gateway-under-test",
            "damso.demo.enabled=true", // its secret is no secret
            "damso.auth.secret=test-secret-test-secret-test-secret",
            "management.server.port=0",
            "damso.gateway.access.answer-timeout=2s",
            "damso.gateway.access.forget-refusal-after=50ms",
            // Tests flood as no client may; those of the limits set their own.
            "damso.gateway.limits.sends.per-second=100000",
            "damso.gateway.limits.sends.burst=100000",
            "damso.gateway.limits.sends.user-per-second=100000",
            "damso.gateway.limits.sends.user-burst=100000",
            "damso.gateway.limits.sends.max-unconfirmed=100000",
            "damso.gateway.limits.sessions.per-user=100000",
            "damso.gateway.limits.sessions.per-address=100000",
            "damso.gateway.limits.handshakes.per-second=100000",
            "damso.gateway.limits.handshakes.burst=100000",
            "damso.gateway.limits.handshakes.address-per-second=100000",
            "damso.gateway.limits.handshakes.address-burst=100000",
            "damso.gateway.limits.frames.per-second=100000",
            "damso.gateway.limits.frames.burst=100000"
        })
@DirtiesContext
abstract class GatewayTest {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    static final HttpClient http = HttpClient.newHttpClient();
    static final long TIMEOUT_SECONDS = 15;

    final TokenIssuer tokens = new TokenIssuer(
            new AuthProperties("test-secret-test-secret-test-secret", Duration.ZERO), Clock.systemUTC());
    final String room = "r-" + UUID.randomUUID();
    final String alice = "alice-" + UUID.randomUUID();
    final String bob = "bob-" + UUID.randomUUID();

    @LocalServerPort
    int port;

    @Autowired
    BrokerAvailability relay;

    @Autowired
    PublisherAvailability publisher;

    MembershipDesk desk;

    @DynamicPropertySource
    static void brokerProperties(DynamicPropertyRegistry registry) {
        registry.add("spring.rabbitmq.host", broker::host);
        registry.add("spring.rabbitmq.port", broker::amqpPort);
        registry.add("spring.rabbitmq.password", () -> broker.password(BrokerUser.GATEWAY));
        registry.add("damso.gateway.relay.host", broker::host);
        registry.add("damso.gateway.relay.port", broker::stompPort);
    }

    @BeforeEach
    void openDesk() throws IOException {
        desk = new MembershipDesk(broker);
        desk.join(room, alice);
        desk.join(room, bob);
        Awaitility.await("relay to the broker").until(relay::isAvailable);
        Awaitility.await("connection to publish over").until(publisher::isAvailable);
    }

    @AfterEach
    void closeDesk() {
        desk.close();
    }

    URI url() {
        return URI.create("ws://localhost:" + port + "/ws");
    }

    String token(String user) {
        return tokens.issue(new UserId(user), Duration.ofMinutes(5));
    }

    ChatClient connect(String user) throws Exception {
        return now(ChatClient.connect(http, url(), token(user)));
    }

    RawSocket raw() {
        return new RawSocket(http, url());
    }

    RawSocket rawConnected(String user) throws InterruptedException {
        RawSocket socket = raw();
        socket.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token(user) + "\n\n\0");
        socket.next();
        return socket;
    }

    static <T> T now(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the code that the future is refused with. */
    static String refusal(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                return refused.code();
            }
            throw new AssertionError(e);
        }
        return "accepted";
    }
}
