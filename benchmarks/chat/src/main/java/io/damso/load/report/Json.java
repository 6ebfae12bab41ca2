package io.damso.load.report;

import io.damso.bench.file.JsonFile;
import io.damso.bench.scenario.BenchmarkException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a report as JSON, with the results of each run. */
public final class Json {

    private Json() {}

    /**
     * Writes the file.
     *
     * @throws BenchmarkException if it cannot be written
     */
    public static void write(ChatReport report, Path file) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("scenario", report.scenario());
        root.put("machine", report.machine());
        root.put("loadAfter", report.loadAfter());
        root.put("settings", report.settings());
        root.put("rows", report.rows().stream().map(Json::row).toList());
        JsonFile.write(root, file);
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peer", row.peer());
        json.put("case", row.caseName());
        json.put("failures", row.failures());
        json.put("runs", row.outcomes().stream().map(Json::outcome).toList());
        return json;
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        Map<String, Double> values = new LinkedHashMap<>();
        outcome.values().forEach((metric, value) -> values.put(metric.heading(), value));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("values", values);
        json.put("counts", outcome.counts());
        json.put("processes", List.copyOf(outcome.processes()));
        json.put("remarks", outcome.remarks());
        return json;
    }
}
