package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.count.Counts;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumeTrialTests {

    private static final int CLIENTS = 20;
    private static final int ROOMS = 2;
    private static final int MISSED = 30;

    /** Messages before the disconnection and after it. */
    private static final int SENT = 5 + MISSED;

    private final ResumeTrial trial = new ResumeTrial(
            new ResumeScenario()
                    .arguments(List.of(
                            "--clients", "" + CLIENTS,
                            "--rooms", "" + ROOMS,
                            "--missed", "" + MISSED,
                            "--rounds", "1",
                            "--rate", "5000")),
            Duration.ofMillis(1));

    @Test
    void clientsGetWhatTheyMissedInEachRound() throws Exception {
        int rounds = 3; // two of them are warm-up
        int deliveries = rounds * SENT * (CLIENTS + ROOMS);
        try (StubPeer peer = new StubPeer(Fault.NONE)) {
            Outcome outcome = trial.run(trial.cases().getFirst(), peer, new Progress(System.err));
            assertThat(outcome.counts()).isEqualTo(new Counts(deliveries, deliveries, 0, 0, 0, 0));
            assertThat(outcome.values()).containsOnlyKeys(metrics());
            assertThat(outcome.remarks()).singleElement().asString().contains("by process: stub ");
        }
    }

    @Test
    void firstSubscriptionsAreComparedWithLaterOnes() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE)) {
            Outcome outcome = trial.run(trial.cases().getLast(), peer, new Progress(System.err));
            assertThat(outcome.values()).containsOnlyKeys(metrics());
        }
    }

    @Test
    void aServerThatDoesNotResumeIsNotMeasured() {
        try (StubPeer peer = new StubPeer(Fault.FORGET)) {
            assertThatThrownBy(() -> trial.run(trial.cases().getFirst(), peer, new Progress(System.err)))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageContaining("position-too-old");
        }
    }

    /** Returns the metrics without that of peers that count their reads. */
    private List<Metric> metrics() {
        return trial.metrics().stream()
                .filter(metric -> metric != ResumeTrial.READS)
                .toList();
    }
}
