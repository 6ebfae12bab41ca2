package io.damso.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.bench.measure.Machine;
import io.damso.bench.report.Spread;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.count.Counts;
import io.damso.load.run.ProcessLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatReportTests {

    private static final Metric RATE = new Metric("rate", 1);

    // spotless:off
    private final ChatReport report = new ChatReport("fanout", Machine.look(Path.of(".")), 1, 3, "So.", List.of(RATE),
            List.of(new Row("damso", "small & <new>",
                            List.of(outcome(3, 10), outcome(1, 30), outcome(2, 20)), List.of()),
                    new Row("nats", "small & <new>", List.of(), List.of("it did not start"))));
    // spotless:on

    @TempDir
    private Path home;

    @Test
    void tablesShowMediansSpreadsAndSumsOfFaults() {
        assertThat(report.text())
                .contains("2.0 (1.0 - 3.0)")
                .contains("20.00")
                .contains("not measured")
                .contains("* nats, small & <new>: not measured: it did not start")
                .containsPattern("\\| +6 \\| +0 \\| +0 \\|");
    }

    @Test
    void medianOfTwoIsTheirMean() {
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4, 2));
    }

    @Test
    void fileHoldsEachRun() throws Exception {
        Path file = home.resolve("report.json");
        Json.write(report, file);
        JsonNode row = JsonMapper.shared().readTree(file.toFile()).path("rows").path(0);
        assertThat(row.path("runs").size()).isEqualTo(3);
        assertThat(row.path("runs").path(1).path("values").path("rate").asDouble())
                .isEqualTo(1);
        assertThat(row.path("runs").path(1).path("counts").path("lost").asInt()).isEqualTo(2);
    }

    @Test
    void pageAndPictureAreWrittenTogether() throws Exception {
        assertThatThrownBy(() -> new ChatDocs(home, "fanout")).isInstanceOf(BenchmarkException.class);
        Path page = Files.createDirectory(home.resolve("docs")).resolve("benchmarks.md");
        Files.writeString(page, "before\n<!-- begin bench fanout -->\nold\n<!-- end bench fanout -->\nafter\n");
        new ChatDocs(home, "fanout").write(report, RATE);
        // spotless:off
        assertThat(page).content().startsWith("before\n").endsWith("after\n").doesNotContain("old")
                .contains("(img/bench-fanout.svg)").contains("2.0 (1.0 - 3.0)");
        assertThat(home.resolve("docs/img/bench-fanout.svg")).content().startsWith("<svg ")
                .contains("damso, small &amp; &lt;new&gt;").contains("class=\"own\"").doesNotContain("nats");
        // spotless:on
    }

    private static Outcome outcome(double rate, double cpu) {
        return new Outcome(new Counts(10, 8, 2, 0, 0, 0), List.of(new ProcessLoad("gateway-1", cpu, 1, 2)))
                .with(RATE, rate);
    }
}
