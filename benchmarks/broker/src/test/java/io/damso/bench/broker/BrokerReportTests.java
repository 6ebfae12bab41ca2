package io.damso.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.measure.Machine;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerReportTests {

    private static final Machine MACHINE = new Machine("2026-12-01T10:00:00Z", "cpu", 2, "Linux", "jdk", "ext4", 0.5);

    private final Results results = new Results();

    @Test
    void eachSectionHasATableWithMediansAndWithoutFiguresThatNobodyHas() {
        results.add(Section.ENVELOPES, "1 message", Map.of(Figure.BROKER_MICROS, 300.0, Figure.LOST, 0.0));
        results.add(Section.ENVELOPES, "5 messages", Map.of(Figure.LOST, 0.0));
        results.add(Section.MANY_ROOMS, "10 rooms", Map.of(Figure.MEMORY_KB, 1.234));
        results.add(Section.ENVELOPES, "1 message", Map.of(Figure.BROKER_MICROS, 400.0, Figure.LOST, 0.0));
        assertThat(report().tables()).isEqualTo("""
                        Envelopes of a fixed size, as many as the machine bears:

                        |                                         |       1 message | 5 messages |
                        |-----------------------------------------|----------------:|-----------:|
                        | RabbitMQ's processor time, us a message | 350 (300 - 400) |          - |
                        | messages lost on the way to gateways    |       0 (0 - 0) |          0 |

                        Many rooms on one node:

                        |                                          | 10 rooms |
                        |------------------------------------------|---------:|
                        | memory of the broker: KB a room and node |     1.23 |
                        """);
    }

    @Test
    void conditionsNameMachineBrokerLoadAndRuns() {
        results.add(Section.ENVELOPES, "1 message", Map.of());
        assertThat(report().conditions())
                .contains("2 x cpu", "load average before 0.50, 1.50 after", "RabbitMQ 3.10.8", "Settings.")
                .endsWith("One run.");
        results.add(Section.ENVELOPES, "1 message", Map.of());
        assertThat(report().conditions()).endsWith("Median of 2 runs (smallest - largest).");
    }

    private BrokerReport report() {
        return new BrokerReport(MACHINE, 1.5, "RabbitMQ 3.10.8", "Settings.", results.cases());
    }
}
