package io.damso.load.report;

import io.damso.bench.measure.Machine;
import io.damso.bench.report.Spread;
import io.damso.bench.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All results of a scenario.
 *
 * @param scenario name of the scenario
 * @param machine machine of the benchmark
 * @param loadAfter load average over the last minute of the run
 * @param runs number of runs
 * @param settings description of the settings in a few sentences
 * @param metrics columns of the table
 * @param rows results by peer and case
 */
public record ChatReport(
        String scenario,
        Machine machine,
        double loadAfter,
        int runs,
        String settings,
        List<Metric> metrics,
        List<Row> rows) {

    private static final String NONE = "-";
    private static final double MEGABYTE = 1e6;

    /** Returns the conditions of the measurement, as a paragraph. */
    public String conditions() {
        return String.format(
                Locale.ROOT,
                "Measured on %s, %.2f after. %s %s",
                machine.describe(),
                loadAfter,
                settings,
                runs == 1 ? "One run." : "Median of " + runs + " runs (smallest - largest), peers alternating.");
    }

    /** Returns the tables in Markdown, followed by the remarks. */
    public String text() {
        StringBuilder text = new StringBuilder()
                .append(results())
                .append('\n')
                .append("Processor time over the window in s, and memory at its end in MB, by process (medians):\n\n")
                .append(processes());
        List<String> remarks = remarks();
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(remark -> text.append("* ").append(remark).append('\n'));
        }
        return text.toString();
    }

    private Table results() {
        List<String> headings = new ArrayList<>(List.of("peer", "case"));
        metrics.forEach(metric -> headings.add(metric.heading()));
        headings.addAll(List.of("lost", "doubled", "out of order"));
        Table table = new Table(headings.toArray(String[]::new));
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.peer(), row.caseName()));
            metrics.forEach(metric -> {
                Spread spread = row.spread(metric);
                cells.add(spread == null ? NONE : spread.text(metric.decimals()));
            });
            boolean none = row.outcomes().isEmpty();
            cells.add(none ? "not measured" : count(row.counts().lost()));
            cells.add(none ? NONE : count(row.counts().duplicates()));
            cells.add(none ? NONE : count(row.counts().reordered()));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private Table processes() {
        Table table = new Table("peer", "case", "process", "CPU s", "RSS MB");
        for (Row row : rows) {
            Map<String, Double> resident = row.resident();
            row.cpuSeconds()
                    .forEach((process, seconds) -> table.row(
                            row.peer(),
                            row.caseName(),
                            process,
                            String.format(Locale.ROOT, "%.2f", seconds),
                            String.format(Locale.ROOT, "%,.0f", resident.getOrDefault(process, 0.0) / MEGABYTE)));
        }
        return table;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (Row row : rows) {
            String who = row.peer() + (row.caseName().isEmpty() ? "" : ", " + row.caseName()) + ": ";
            row.failures().forEach(failure -> remarks.add(who + "not measured: " + failure));
            row.outcomes().forEach(outcome -> outcome.remarks().forEach(remark -> remarks.add(who + remark)));
        }
        return remarks.stream().distinct().toList();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
