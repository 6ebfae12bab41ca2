package io.damso.persistence;

import static io.damso.persistence.Messages.message;
import static io.damso.persistence.Messages.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.store.MessageStore;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.damso.test.TcpProxy;
import io.damso.test.TestCertificates;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/**
 * The example of docs/configuration.md: TLS to RabbitMQ and to the store, with a private certificate authority. The
 * embedded store has no TLS; a TLS proxy is in front of it, so the test covers the driver.
 */
class TlsIT {

    @TempDir
    static Path directory;

    @RegisterExtension
    static final RabbitBroker plain = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private final TestCertificates certificates = TestCertificates.in(directory);
    private final RabbitBroker broker = RabbitBroker.encrypted(certificates);

    @Test
    void messageTravelsFromTheBrokerToTheStoreOverTls() throws Exception {
        URI store = URI.create(mongo.uri());
        try (AutoCloseable stopped = broker::remove;
                TcpProxy wire = new TcpProxy(store.getHost(), store.getPort(), certificates.context())) {
            broker.start();
            assertThat(stopped).isNotNull();
            String uri = "spring.mongodb.uri=mongodb://localhost:" + wire.port() + store.getPath();
            try (RunningService service =
                    RunningService.start(broker, mongo, settings(uri, certificates.authority()))) {
                publish(broker, List.of(message("over-tls", "alice", "a")));
                await("message is stored").atMost(Duration.ofMinutes(1)).until(() -> isStored(service));
            }
            strangersCertificateIsNotTaken(uri);
        }
    }

    private void strangersCertificateIsNotTaken(String uri) throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path stranger = TestCertificates.in(elsewhere).authority();
        try (RunningService service = RunningService.start(broker, mongo, settings(uri, stranger))) {
            var health = service.manage("/actuator/health").json();
            assertThat(service.manage("/actuator/health/readiness").status())
                    .as(health.toString())
                    .isEqualTo(503);
            assertThat(service.get("/api/rooms", "alice").status()).isEqualTo(503);
        }
    }

    private static String[] settings(String uri, Path authority) {
        return Stream.of(
                        uri,
                        "spring.ssl.bundle.pem.inner.truststore.certificate=file:" + authority,
                        "spring.mongodb.ssl.enabled=true",
                        "spring.mongodb.ssl.bundle=inner",
                        "spring.rabbitmq.host=localhost",
                        "spring.rabbitmq.ssl.enabled=true",
                        "spring.rabbitmq.ssl.bundle=inner",
                        "damso.persistence.store.selection-timeout=2s")
                .toArray(String[]::new);
    }

    private static boolean isStored(RunningService service) {
        try {
            return service.bean(MessageStore.class).after("over-tls", 0, 2).size() == 1;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
