package io.damso.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.scenario.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BrokerBenchIT {

    private static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();

    /** Never zero. Memory is not among them: of a few rooms, it may be less than what the broker frees meanwhile. */
    private static final Set<String> POSITIVE = Set.of(
            "MESSAGES_PER_SECOND",
            "ENVELOPE_SIZE",
            "CONFIRM_MAX",
            "DELIVERY_P50",
            "BROKER_MICROS",
            "BINDINGS_PER_SECOND",
            "SUBSCRIBED_AGAIN",
            "LONGEST_QUIET",
            "LONGEST_LOST",
            "LONGEST_REMOVED",
            "REMOVAL_SECONDS");

    @TempDir
    private Path directory;

    @Test
    void everyRowIsMeasuredAndNoProcessRemains() throws IOException {
        Path json = directory.resolve("result.json");
        Path work = directory.resolve("work");
        // spotless:off
        new BrokerBench().run(List.of("--seconds", "1", "--rooms", "200", "--node-rooms", "300", "--rate", "100",
                "--json", json.toString()), new Installation(HOME, work, List.of()));
        // spotless:on
        JsonNode report = JsonMapper.shared().readTree(json.toFile());
        assertThat(report.at("/broker").asString()).matches("RabbitMQ \\d.* as ./damso up starts it");
        assertThat(names(report, "/name"))
                .containsExactly(
                        "100/s",
                        "each room sends when its last message is kept",
                        "1 message",
                        "5 messages",
                        "20 messages",
                        "300 rooms");
        report.at("/cases").values().forEach(BrokerBenchIT::assertIsMeasured);
        assertThat(report.at("/cases/4/runs/0/ENVELOPE_SIZE").asDouble()).isBetween(19.0, 21.0);
        assertThat(report.at("/cases/5/runs/0").propertyNames())
                .contains("MEMORY_KB", "SUBSCRIBED_AGAIN", "LONGEST_LOST", "LONGEST_REMOVED");
        try (var left = Files.find(work, 2, (path, attributes) -> path.endsWith("rabbitmq-1/data"))) {
            assertThat(left).isEmpty();
        }
    }

    private static List<String> names(JsonNode report, String pointer) {
        List<String> names = new ArrayList<>();
        report.at("/cases").values().forEach(one -> names.add(one.at(pointer).asString()));
        return names;
    }

    private static void assertIsMeasured(JsonNode one) {
        JsonNode run = one.at("/runs/0");
        assertThat(run.at("/REFUSED").asDouble(-1)).as(one.toString()).isZero();
        assertThat(run.at("/LOST").asDouble(0)).as(one.toString()).isZero();
        run.properties().stream()
                .filter(figure -> POSITIVE.contains(figure.getKey()))
                .forEach(figure -> assertThat(figure.getValue().asDouble())
                        .as(figure.getKey() + " of " + one)
                        .isPositive());
    }
}
