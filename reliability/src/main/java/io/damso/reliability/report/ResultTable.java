package io.damso.reliability.report;

import io.damso.bench.report.MarkedSection;
import io.damso.bench.report.Table;
import io.damso.reliability.check.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The results as a table, one row a scenario, and a list of remarks under it. */
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
        "s until stored",
        "p99 of RECEIPT, ms"
    };

    private static final String ROW = "| `";
    private static final String REMARK = "* `";

    private final Map<String, String[]> rows = new LinkedHashMap<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();

    /** Creates a table. */
    public ResultTable(List<Result> results) {
        for (Result result : results) {
            rows.put(result.scenario(), row(result));
            Verdict verdict = result.verdict();
            if (verdict != null && verdict.backlog() != null) {
                remarks.put(result.scenario(), REMARK + result.scenario() + "`: " + verdict.backlog() + ".");
            }
        }
    }

    /** Returns the section of {@code docs/reliability.md} that the table is written to. */
    public static MarkedSection section(Path home) {
        return new MarkedSection(home.resolve("docs").resolve("reliability.md"), "chaos");
    }

    /**
     * Writes table and remarks into their section. Those of scenarios that were not run now stay.
     *
     * @param order names of all scenarios
     * @throws io.damso.bench.scenario.BenchmarkException if it cannot be written
     */
    public void write(MarkedSection section, List<String> order) {
        Map<String, String[]> allRows = new LinkedHashMap<>();
        Map<String, String> allRemarks = new LinkedHashMap<>();
        section.content().lines().forEach(line -> {
            if (line.startsWith(ROW)) {
                allRows.put(name(line), cells(line));
            } else if (line.startsWith(REMARK)) {
                allRemarks.put(name(line), line);
            }
        });
        allRows.putAll(rows);
        allRemarks.keySet().removeAll(rows.keySet());
        allRemarks.putAll(remarks);
        section.write("\n" + text(inOrder(allRows, order), inOrder(allRemarks, order)) + "\n");
    }

    private static String name(String line) {
        int begin = line.indexOf('`') + 1;
        return line.substring(begin, line.indexOf('`', begin));
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toArray(String[]::new);
    }

    private static <T> List<T> inOrder(Map<String, T> entries, List<String> order) {
        return order.stream()
                .filter(entries::containsKey)
                .map(name -> Objects.requireNonNull(entries.get(name)))
                .toList();
    }

    /** Returns table and remarks in Markdown. */
    @Override
    public String toString() {
        return text(rows.values(), remarks.values());
    }

    private static String text(Collection<String[]> rows, Collection<String> remarks) {
        Table table = new Table(HEADINGS);
        rows.forEach(table::row);
        return remarks.isEmpty() ? table.toString() : table + "\n" + String.join("\n", remarks) + "\n";
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
                Verdict.seconds(verdict.secondsUntilLive()),
                Verdict.seconds(verdict.secondsUntilStored()),
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
