package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.test.LogLines;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An outage causes only a few log lines, whatever its length and the number of health checks. */
class OutageLogIT {

    private static final int LOOKS = 20;

    /** The loggers of the libraries write a few lines each minute, and a busy machine takes some minutes. */
    private static final long LINES_A_MINUTE = 60;

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
            long begin = System.nanoTime();
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
            assertThat((long) log.count())
                    .as(String.join("\n", log.events()))
                    .isLessThan(LINES_A_MINUTE * (1 + TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - begin)));
        }
    }

    private static void look(RunningService service, String room) {
        for (int i = 0; i < LOOKS; i++) {
            assertThat(service.manage("/actuator/health/readiness").status()).isEqualTo(503);
            service.get("/api/rooms/" + room, "alice");
        }
    }
}
