package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.damso.bench.measure.LatencySummary;
import io.damso.load.run.ProcessLoad;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparedTests {

    private final Compared plain = new Compared();
    private final Compared resumed = new Compared();

    @Test
    void processorTimeIsThatOfAClient() {
        add(plain, 0.2, 0.05, 10);
        add(plain, 0.4, 0.05, 30);
        add(resumed, 0.4, 0.05, 20);
        add(resumed, 0.7, 0.15, 40);
        assertThat(plain.cpuMillis()).isCloseTo(3.5, within(1e-9));
        assertThat(resumed.cpuMillis()).isCloseTo(6.5, within(1e-9));
        assertThat(resumed.beyond(plain)).hasSize(2);
        assertThat(resumed.beyond(plain).getFirst()).isCloseTo(2, within(1e-9));
        assertThat(resumed.beyond(plain).getLast()).isCloseTo(4, within(1e-9));
        assertThat(resumed.beyondByProcess(plain)).isEqualTo("gateway-1 2.50, store 0.50");
        assertThat(resumed.p99()).isEqualTo(30);
        assertThat(resumed.processes())
                .extracting(ProcessLoad::name, ProcessLoad::residentAfter)
                .containsExactly(tuple("gateway-1", 7L), tuple("store", 8L));
        assertThat(ProcessLoad.cpuSeconds(resumed.processes())).isCloseTo(1.3, within(1e-9));
    }

    private static void add(Compared to, double gateway, double store, double p99) {
        to.add(
                List.of(new ProcessLoad("gateway-1", gateway, 1, 7), new ProcessLoad("store", store, 1, 8)),
                new LatencySummary(100, p99, p99, p99),
                100);
    }
}
