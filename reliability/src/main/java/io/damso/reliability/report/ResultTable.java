package io.damso.reliability.report;

import io.damso.bench.report.MarkedSection;
import io.damso.bench.report.Table;
import io.damso.reliability.check.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The results as a table. */
public final class ResultTable {

    private final List<Result> results;
    private final String conditions;

    /**
     * Creates a table.
     *
     * @param conditions a sentence about load and machine
     */
    public ResultTable(List<Result> results, String conditions) {
        this.results = List.copyOf(results);
        this.conditions = conditions;
    }

    /** Returns the section of {@code docs/reliability.md} that the table is written to. */
    public static MarkedSection section(Path home) {
        return new MarkedSection(home.resolve("docs").resolve("reliability.md"), "chaos");
    }

    /** Returns conditions and table in Markdown. */
    @Override
    public String toString() {
        Table table = new Table(
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
                "p99 of RECEIPT, ms");
        results.forEach(result -> table.row(row(result)));
        return conditions + "\n\n" + table;
    }

    private static String[] row(Result result) {
        Verdict verdict = result.verdict();
        String name = "`" + result.scenario() + "`: " + result.summary();
        if (verdict == null) {
            return new String[] {name + " (not run)", "", "", "", "", "", "", "", "", "", "", "", ""};
        }
        return new String[] {
            name,
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
            String.format(Locale.ROOT, "%,.0f", verdict.receiptMillis())
        };
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
