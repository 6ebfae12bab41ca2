package io.damso.reliability.report;

import io.damso.bench.report.MarkedSection;
import io.damso.bench.report.Table;
import io.damso.reliability.check.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as a table, one row a scenario. */
public final class ResultTable {

    private static final String[] HEADINGS = {
        "Scenario",
        "sent",
        "acknowledged",
        "stored",
        "heard",
        "lost",
        "doubled",
        "out of order",
        "holes",
        "others",
        "sockets closed",
        "s until live",
        "p99 of RECEIPT, ms"
    };

    private final Map<String, String[]> rows = new LinkedHashMap<>();

    /** Creates a table. */
    public ResultTable(List<Result> results) {
        results.forEach(result -> rows.put(result.scenario(), row(result)));
    }

    /** Returns the section of {@code docs/reliability.md} that the table is written to. */
    public static MarkedSection section(Path home) {
        return new MarkedSection(home.resolve("docs").resolve("reliability.md"), "chaos");
    }

    /**
     * Writes the table into its section. Rows of scenarios that were not run now stay.
     *
     * @param order names of all scenarios
     * @throws io.damso.bench.scenario.BenchmarkException if it cannot be written
     */
    public void write(MarkedSection section, List<String> order) {
        Map<String, String[]> all = new LinkedHashMap<>();
        section.content().lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String[] cells = Arrays.stream(line.substring(1).split("\\|"))
                    .map(String::strip)
                    .toArray(String[]::new);
            all.put(cells[0].substring(1, cells[0].indexOf('`', 1)), cells);
        });
        all.putAll(rows);
        List<String> names = new ArrayList<>(order);
        names.retainAll(all.keySet());
        Map<String, String[]> ordered = new LinkedHashMap<>();
        names.forEach(name -> ordered.put(name, all.getOrDefault(name, new String[0])));
        section.write("\n" + text(ordered) + "\n");
    }

    /** Returns the table in Markdown. */
    @Override
    public String toString() {
        return text(rows);
    }

    private static String text(Map<String, String[]> rows) {
        Table table = new Table(HEADINGS);
        rows.values().forEach(table::row);
        return table.toString();
    }

    private static String[] row(Result result) {
        String[] row = new String[HEADINGS.length];
        Arrays.fill(row, "");
        row[0] = "`" + result.scenario() + "`: " + result.summary();
        Verdict verdict = result.verdict();
        if (verdict == null) {
            row[0] += " (not run)";
            return row;
        }
        List<String> numbers = List.of(
                number(verdict.sent()),
                number(verdict.acknowledged()),
                number(verdict.stored()),
                number(verdict.heard()),
                number(verdict.count("lost")),
                number(verdict.count("doubled")),
                number(verdict.count("out of order")),
                number(verdict.count("hole")),
                number(verdict.others()),
                number(verdict.closed()),
                String.format(Locale.ROOT, "%.1f", verdict.secondsUntilLive()),
                String.format(Locale.ROOT, "%,.0f", verdict.receiptMillis()));
        for (int i = 0; i < numbers.size(); i++) {
            row[i + 1] = numbers.get(i);
        }
        return row;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
