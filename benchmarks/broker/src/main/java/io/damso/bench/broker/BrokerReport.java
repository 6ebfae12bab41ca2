package io.damso.bench.broker;

import io.damso.bench.measure.Machine;
import io.damso.bench.report.Spread;
import io.damso.bench.report.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All results.
 *
 * @param machine machine of the benchmark
 * @param loadAfter load average over the last minute of the benchmark
 * @param broker version of the broker, and whether it was started for the benchmark
 * @param settings the settings in a few sentences
 * @param cases columns of the tables
 */
record BrokerReport(Machine machine, double loadAfter, String broker, String settings, List<Results.Case> cases) {

    private static final String NONE = "-";

    /** Returns the conditions of the measurement, as a paragraph. */
    String conditions() {
        int runs = cases.stream().mapToInt(one -> one.runs().size()).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "Measured on %s, %.2f after. %s. %s %s",
                machine.describe(),
                loadAfter,
                broker,
                settings,
                runs == 1 ? "One run." : "Median of " + runs + " runs (smallest - largest).");
    }

    /** Returns the tables in Markdown. A figure that no case of a table has is left out. */
    String tables() {
        StringBuilder text = new StringBuilder();
        for (Section section : Section.values()) {
            List<Results.Case> columns =
                    cases.stream().filter(one -> one.section() == section).toList();
            if (!columns.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(section.title())
                        .append(":\n\n")
                        .append(table(columns));
            }
        }
        return text.toString();
    }

    private static Table table(List<Results.Case> columns) {
        List<String> headings = new ArrayList<>(List.of(""));
        columns.forEach(column -> headings.add(column.name()));
        Table table = new Table(headings.toArray(String[]::new));
        for (Figure figure : figures(columns)) {
            List<String> cells = new ArrayList<>(List.of(figure.heading()));
            columns.forEach(column -> cells.add(cell(column, figure)));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static Set<Figure> figures(List<Results.Case> columns) {
        return columns.stream()
                .flatMap(column -> column.runs().stream())
                .flatMap(run -> run.keySet().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Figure.class)));
    }

    private static String cell(Results.Case column, Figure figure) {
        List<Double> values = column.runs().stream()
                .map(run -> run.get(figure))
                .filter(Objects::nonNull)
                .toList();
        return values.isEmpty() ? NONE : Spread.of(values).text(figure.decimals());
    }
}
