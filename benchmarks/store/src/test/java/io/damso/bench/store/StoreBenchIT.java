package io.damso.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.scenario.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StoreBenchIT {

    @TempDir
    private Path home;

    private Path page;
    private Path work;

    @BeforeEach
    void prepareDocs() throws IOException {
        page = Files.createDirectories(home.resolve("docs")).resolve("benchmarks.md");
        work = home.resolve("work");
        Files.writeString(page, "<!-- begin bench store -->\n<!-- end bench store -->\n");
    }

    @Test
    void everyNumberIsMeasuredAndNoProcessRemains() throws IOException {
        JsonNode report = run("--sizes", "1000,2000", "--peers", "embedded,memory", "--docs");
        assertThat(report.at("/machine/processors").asInt()).isPositive();
        assertThat(report.at("/settings/documentBytes").asInt()).isEqualTo(354);
        assertThat(report.at("/peers").values()).hasSize(2).allSatisfy(peer -> {
            assertThat(peer.at("/shortfall").isNull()).isTrue();
            assertThat(peer.at("/sizes").values()).hasSize(2).allSatisfy(StoreBenchIT::assertIsMeasured);
        });
        assertThat(report.at("/peers/0/sizes/1/fileBytes").asLong()).isPositive();
        assertThat(report.at("/peers/0/sizes/1/page/cpuSeconds").asDouble()).isPositive();
        JsonNode end = report.at("/peers/0/end");
        assertThat(end.at("/documents").asLong()).isGreaterThan(2000);
        assertThat(end.at("/audit/checked").asLong())
                .isEqualTo(end.at("/documents").asLong());
        assertThat(end.at("/audit/lost").asLong(-1)).isZero();
        assertThat(end.at("/openSeconds").asDouble()).isPositive();
        assertThat(end.at("/openAfterKillSeconds").asDouble()).isPositive();
        assertThat(report.at("/peers/1/end").isNull()).isTrue();
        assertThat(page).content().contains("| embedded | ", "| memory   | ", "](img/bench-store-history.svg)");
        assertThat(home.resolve("docs/img/bench-store-history.svg")).content().contains("embedded", "memory");
        assertThat(home.resolve("docs/img/bench-store-inserts.svg")).content().contains("embedded", "memory");
        assertThat(work).isEmptyDirectory();
    }

    private static void assertIsMeasured(JsonNode size) {
        assertThat(size.at("/counted").asLong(-1))
                .isEqualTo(size.at("/documents").asLong());
        List<JsonNode> measurements = new ArrayList<>();
        for (String name : List.of("insert", "page", "unread", "count")) {
            measurements.add(size.path(name));
        }
        assertThat(measurements).allSatisfy(measured -> {
            assertThat(measured.at("/shortfall").isNull()).isTrue();
            assertThat(measured.at("/operations").asLong()).isPositive();
            assertThat(measured.at("/perSecond").asDouble()).isPositive();
            assertThat(measured.at("/latency/p50").asDouble()).isPositive();
            assertThat(measured.at("/latency/max").asDouble())
                    .isGreaterThanOrEqualTo(measured.at("/latency/p50").asDouble());
        });
    }

    @Test
    void unreachedSizeReportsItsProgress() throws IOException {
        JsonNode report = run("--sizes", "50m,100m", "--peers", "h2", "--fill-seconds", "2");
        JsonNode insert = report.at("/peers/0/sizes/0/insert");
        assertThat(insert.at("/shortfall").asString()).matches("[\\d,]+ of 50,000,000, after 2 s");
        assertThat(insert.at("/operations").asLong()).isPositive().isLessThan(50_000_000);
        assertThat(report.at("/peers/0/sizes/0/page").isNull()).isTrue();
        assertThat(report.at("/peers/0/sizes/1/insert").isNull()).isTrue();
        assertThat(work).isEmptyDirectory();
    }

    /** With a short time for each measurement, which reduces the number of answers, not their correctness. */
    private JsonNode run(String... options) throws IOException {
        Path json = home.resolve("result.json");
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--seconds", "1", "--json", json.toString()));
        new StoreBench().run(all, new Installation(home, work, List.of()));
        return JsonMapper.builder().build().readTree(Files.readString(json));
    }
}
