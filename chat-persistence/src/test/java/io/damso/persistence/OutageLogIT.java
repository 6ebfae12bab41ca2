package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.test.LogLines;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An outage causes only a few log lines, whatever its length and the number of health checks. */
class OutageLogIT {

    private static final int LOOKS = 20;

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    @Test
    void outageOfBrokerAndStoreIsLoggedInAFewLinesWithoutStackTraces() throws Exception {
        try (RunningService service = RunningService.start(
                        broker,
                        mongo,
                        "logging.level.root=INFO",
                        "logging.level.de.bwaldvogel=WARN", // the store is in this process
                        "damso.persistence.store.selection-timeout=500ms");
                LogLines log = new LogLines()) {
            String room = service.send("POST", "/api/rooms", "alice", "{\"name\":\"r\"}")
                    .json()
                    .get("id")
                    .asString();
            mongo.disconnect();
            Messages.publish(broker, List.of(Messages.message(room, "alice", "held")));
            look(service, room);
            broker.kill();
            look(service, room);
            broker.start();
            mongo.reconnect();
            await("ready")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> service.manage("/actuator/health/readiness").status() == 200);
            assertThat(log.ofTraces()).as(String.join("\n", log.events())).isZero();
            assertThat(log.count()).as(String.join("\n", log.events())).isLessThan(60);
        }
    }

    private static void look(RunningService service, String room) {
        for (int i = 0; i < LOOKS; i++) {
            assertThat(service.manage("/actuator/health/readiness").status()).isEqualTo(503);
            service.get("/api/rooms/" + room, "alice");
        }
    }
}
