package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.client.ChatClient;
import io.damso.gateway.GatewayApplication;
import io.damso.gateway.StubMembershipResponder;
import io.damso.gateway.send.PublisherAvailability;
import io.damso.protocol.UserId;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import io.damso.test.TestCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The example of docs/configuration.md: a broker with a certificate of a private authority, and TLS on both ports. */
class RelayTlsIT {

    private static final String SECRET = "0123456789-only-for-tests-abcdefgh";
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static TestCertificates certificates;
    private static RabbitBroker broker;

    @BeforeAll
    static void startBroker() {
        certificates = TestCertificates.in(directory);
        broker = RabbitBroker.encrypted(certificates);
        broker.start();
    }

    @AfterAll
    static void removeBroker() {
        broker.remove();
    }

    @Test
    void messagesAreDeliveredOverEncryptedBrokerConnections() throws Exception {
        try (ConfigurableApplicationContext gateway = start("localhost");
                StubMembershipResponder responder = new StubMembershipResponder(broker)) {
            responder.join("tls", "alice");
            responder.join("tls", "bob");
            Awaitility.await("relay").atMost(LONG).until(gateway.getBean(BrokerAvailability.class)::isAvailable);
            Awaitility.await("publisher").atMost(LONG).until(gateway.getBean(PublisherAvailability.class)::isAvailable);
            BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
            try (ChatClient alice = connect(gateway, "alice");
                    ChatClient bob = connect(gateway, "bob")) {
                bob.join("tls", received::add).get(LONG.toSeconds(), TimeUnit.SECONDS);
                alice.send("tls", "encrypted").get(LONG.toSeconds(), TimeUnit.SECONDS);
                JsonNode message = received.poll(LONG.toSeconds(), TimeUnit.SECONDS);
                assertThat(message).isNotNull();
                assertThat(message.path("text").asString()).isEqualTo("encrypted");
            }
        }
    }

    @Test
    void certificateForAnotherNameIsRefused() {
        // The certificate is for localhost, not for 127.0.0.1.
        try (ConfigurableApplicationContext gateway = start("127.0.0.1")) {
            BrokerAvailability relay = gateway.getBean(BrokerAvailability.class);
            PublisherAvailability publisher = gateway.getBean(PublisherAvailability.class);
            Awaitility.await("both connections to fail")
                    .during(Duration.ofSeconds(3))
                    .atMost(LONG)
                    .until(() -> !relay.isAvailable() && !publisher.isAvailable());
        }
    }

    private static ConfigurableApplicationContext start(String host) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--damso.gateway.node=gateway-tls",
                        "--damso.auth.secret=" + SECRET,
                        "--spring.ssl.bundle.pem.broker.truststore.certificate=file:" + certificates.authority(),
                        "--spring.rabbitmq.host=" + host,
                        "--spring.rabbitmq.port=" + broker.amqpPort(),
                        "--spring.rabbitmq.password=" + broker.password(BrokerUser.GATEWAY),
                        "--spring.rabbitmq.ssl.enabled=true",
                        "--spring.rabbitmq.ssl.bundle=broker",
                        "--damso.gateway.relay.host=" + host,
                        "--damso.gateway.relay.port=" + broker.stompPort(),
                        "--damso.gateway.relay.ssl-bundle=broker");
    }

    private static ChatClient connect(ConfigurableApplicationContext gateway, String user) throws Exception {
        String port = gateway.getEnvironment().getRequiredProperty("local.server.port");
        String token = new TokenIssuer(new AuthProperties(SECRET, Duration.ZERO), Clock.systemUTC())
                .issue(new UserId(user), Duration.ofMinutes(5));
        return ChatClient.connect(HttpClient.newHttpClient(), URI.create("ws://localhost:" + port + "/ws"), token)
                .get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
}
