package io.damso.gateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.PartitionBindings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Status;
import org.springframework.test.annotation.DirtiesContext;

/** The way of messages into the queues of a real broker. No persistence answers. */
@DirtiesContext
class PartitionAvailabilityIT extends GatewayTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Autowired
    private StoredRooms stored;

    @Autowired
    private PartitionAvailability ofTheNode;

    @AfterEach
    void repair() throws IOException {
        PartitionBindings.restore(broker);
    }

    @Test
    void nodeIsNotReadyWithoutTheBindingsOfThePartitions() throws Exception {
        PartitionBindings.remove(broker);
        PartitionAvailability started = started();
        try {
            await("canaries to be returned").atMost(TIMEOUT).until(() -> gauge("damso.partitions.unroutable") == 4);
            assertThat(started.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            PartitionBindings.restore(broker);
        } finally {
            started.stop();
        }
    }

    @Test
    void nodeIsReadyWhileNobodyStoresMessages() {
        PartitionAvailability started = started();
        try {
            assertThat(started.health().getStatus())
                    .as("before the first canary")
                    .isEqualTo(Status.OUT_OF_SERVICE);
            await("nobody to answer").atMost(TIMEOUT).until(() -> gauge("damso.partitions.unanswered") == 4);
            assertThat(started.health().getStatus()).isEqualTo(Status.UP);
        } finally {
            started.stop();
        }
        await("the node").atMost(TIMEOUT).until(() -> ofTheNode.health().getStatus() == Status.UP);
    }

    private PartitionAvailability started() {
        PartitionAvailability started = new PartitionAvailability(stored, meters);
        started.start();
        return started;
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
