package io.damso.gateway;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import io.damso.gateway.relay.BrokerAvailability;
import io.damso.gateway.send.PublisherAvailability;
import io.damso.protocol.UserId;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A gateway on a real broker. A stub answers its membership questions in place of persistence. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "damso.gateway.node=gateway-under-test",
            "damso.demo.enabled=true", // the tests' secret is public
            "damso.auth.secret=test-secret-test-secret-test-secret",
            "management.server.port=0",
            "damso.gateway.access.answer-timeout=2s",
            "damso.gateway.drain.duration=0s", // tests leave sessions open
            "damso.auth.clock-skew=30s", // a busy machine may take seconds from the issue of a token to CONNECT
            // Tests send more than the default limits allow. Tests of the limits set their own values.
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
public abstract class OneGatewayTest {

    protected static final HttpClient http = HttpClient.newHttpClient();
    protected static final long TIMEOUT_SECONDS = 30;

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(TIMEOUT_SECONDS));
    }

    protected final TokenIssuer tokens = new TokenIssuer(
            new AuthProperties("test-secret-test-secret-test-secret", Duration.ZERO), Clock.systemUTC());
    protected final String room = "r-" + UUID.randomUUID();
    protected final String alice = "alice-" + UUID.randomUUID();
    protected final String bob = "bob-" + UUID.randomUUID();

    @LocalServerPort
    protected int port;

    @Autowired
    protected BrokerAvailability relay;

    @Autowired
    protected PublisherAvailability publisher;

    protected StubMembershipResponder responder;

    protected static void reach(RabbitBroker broker, DynamicPropertyRegistry registry) {
        registry.add("spring.rabbitmq.host", broker::host);
        registry.add("spring.rabbitmq.port", broker::amqpPort);
        registry.add("spring.rabbitmq.password", () -> broker.password(BrokerUser.GATEWAY));
        registry.add("damso.gateway.relay.host", broker::host);
        registry.add("damso.gateway.relay.port", broker::stompPort);
    }

    /** Returns the broker of the gateway. */
    protected abstract RabbitBroker gatewaysBroker();

    @BeforeEach
    protected void openDesk() throws IOException {
        responder = new StubMembershipResponder(gatewaysBroker());
        responder.join(room, alice);
        responder.join(room, bob);
        awaitFromNow("relay to the broker", relay::isAvailable);
        awaitFromNow("publishing connection", publisher::isAvailable);
    }

    /** Before most tests it is so already: without the usual delay of the first look. */
    private static void awaitFromNow(String what, Callable<Boolean> condition) {
        Awaitility.await(what).pollDelay(Duration.ZERO).until(condition);
    }

    @AfterEach
    protected void closeDesk() {
        responder.close();
    }

    protected URI url() {
        return URI.create("ws://localhost:" + port + "/ws");
    }

    protected String token(String user) {
        return tokens.issue(new UserId(user), Duration.ofMinutes(5));
    }

    protected ChatClient connect(String user) throws Exception {
        return now(ChatClient.connect(http, url(), token(user)));
    }

    protected RawSocket raw() {
        return new RawSocket(http, url());
    }

    protected RawSocket rawConnected(String user) throws InterruptedException {
        RawSocket socket = raw();
        socket.send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token(user) + "\n\n\0");
        socket.next();
        return socket;
    }

    /** Sends NGINX's check before a handshake ({@code handshake}) or for a session, and returns the status. */
    protected int check(String what) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/check/" + what))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    protected static <T> T now(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the error code of the refused future. */
    protected static String refusal(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
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
