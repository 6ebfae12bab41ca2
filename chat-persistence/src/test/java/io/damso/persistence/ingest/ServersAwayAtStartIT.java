package io.damso.persistence.ingest;

import static io.damso.persistence.Messages.message;
import static io.damso.persistence.Messages.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.RunningService;
import io.damso.persistence.store.MessageStore;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import io.damso.test.TcpProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;

class ServersAwayAtStartIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    @Test
    void serviceStartsWithoutBrokerAndStoreAndWorksWhenTheyAreAvailable() throws Exception {
        mongo.disconnect();
        try (TcpProxy wire = new TcpProxy(broker.host(), broker.amqpPort())) {
            wire.cut();
            try (RunningService service = RunningService.start(broker, mongo, "spring.rabbitmq.port=" + wire.port())) {
                assertThat(service.manage("/actuator/health/liveness").status()).isEqualTo(200);
                assertThat(service.manage("/actuator/health/readiness").status())
                        .isEqualTo(503);
                publish(broker, List.of(message("early", "alice", "a")));
                wire.restore();
                mongo.reconnect();
                await("message is stored").atMost(Duration.ofMinutes(1)).until(() -> isStored(service));
                await("ready")
                        .atMost(Duration.ofMinutes(1))
                        .until(() ->
                                service.manage("/actuator/health/readiness").status() == 200);
            }
        }
    }

    private static boolean isStored(RunningService service) {
        try {
            return service.bean(MessageStore.class).after("early", 0, 2).size() == 1;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
