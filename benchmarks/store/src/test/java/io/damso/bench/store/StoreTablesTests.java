package io.damso.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.plot.Series;
import io.damso.bench.plot.Series.Point;
import io.damso.bench.store.load.Audit;
import io.damso.bench.store.load.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreTablesTests {

    private static final Timing INSERT = timing(10_000, 2, 0.5, new LatencySummary(20, 40, 80, 123.4), null);
    private static final Timing READ = timing(5000, 5, 1, new LatencySummary(5000, 0.5, 1.25, 20.04), null);
    private static final Timing SLOW = timing(15, 60, 60, new LatencySummary(15, 4115, 4200, 4300), null);
    private static final Timing NONE = timing(0, 0, 0, new LatencySummary(0, 0, 0, 0), "no answer within 60 s");
    private static final Timing STOPPED =
            timing(2_500, 300, 290, new LatencySummary(5, 60_000, 60_000, 60_000), "12,500 of 200,000, after 300 s");

    // spotless:off
    private static final List<PeerResult> PEERS = List.of(
            new PeerResult("embedded", "", List.of(
                    new SizeResult(10_000, 10_000L, INSERT, READ, READ, READ, 300_000_000L, 4_000_000L),
                    new SizeResult(200_000, 199_500L, INSERT, SLOW, READ, NONE, null, 60_000_000L)),
                    new EndResult(210_000, 63_000_000L, 0.84, 1.26, new Audit(210_000, 0, null), null), null),
            new PeerResult("h2", "", List.of(
                    new SizeResult(10_000, 10_000L, INSERT, READ, READ, READ, 300_000_000L, 4_000_000L),
                    SizeResult.notReached(200_000, STOPPED), SizeResult.notReached(1_000_000, null)),
                    new EndResult(12_500, null, null, null, null, "not ready within 60 s"), null),
            new PeerResult("memory", "", List.of(), null, "the server ended with exit code 1"));
    // spotless:on

    private final String text = new StoreTables(PEERS).text().replaceAll(" +", " ");

    @Test
    void ratesAndLatenciesAreShown() {
        assertThat(text)
                .contains("| embedded | 10,000 | 20,000 | 5,000 | 40.0 | 80.0 | 123 | 300 | 4 |")
                .contains("| embedded | 10,000 | 0.500 / 1.25 / 20.0 | 0.500 / 1.25 / 20.0 | 0.500 / 1.25 / 20.0 |")
                .contains("| embedded | 210,000 | 63 | 0.8 | 1.3 | 0 |");
    }

    @Test
    void unreachedSizeShowsItsProgress() {
        assertThat(text)
                .contains("| h2 | 200,000 | not reached: 12,500 of 200,000, after 300 s | 8 | 60,000 |")
                .contains("| h2 | 1,000,000 | not reached | - |")
                .contains("| h2 | 1,000,000 | not reached | not reached | not reached |")
                .contains("| 4,115 / 4,200 / 4,300 (n=15) | 0.500 / 1.25 / 20.0 | not reached: no answer within 60 s |")
                .contains("| memory | nothing measured: the server ended with exit code 1 |");
    }

    @Test
    void lossesAreShown() {
        assertThat(text)
                .contains("| embedded | 200,000 (server counts 199,500) | 20,000 |")
                .contains("| h2 | 12,500 | - | - | - | not restarted: not ready within 60 s |")
                .contains("| memory | - | n/a | n/a | n/a | n/a |");
    }

    @Test
    void linesEndAtTheLastReachedSize() {
        StorePlots plots = new StorePlots(PEERS);
        assertThat(plots.inserts().series())
                .containsExactly(
                        new Series("embedded", List.of(new Point(10_000, 20_000), new Point(200_000, 20_000))),
                        new Series("h2 (not at all sizes)", List.of(new Point(10_000, 20_000))),
                        new Series("memory", List.of()));
        assertThat(plots.pages().series().getFirst().points())
                .containsExactly(new Point(10_000, 0.5), new Point(200_000, 4115));
    }

    private static Timing timing(
            long operations, double seconds, double cpu, LatencySummary latency, @Nullable String shortfall) {
        return new Timing(operations, seconds, cpu, latency, shortfall);
    }
}
