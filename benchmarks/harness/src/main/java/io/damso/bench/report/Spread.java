package io.damso.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * Statistics of the values of several runs.
 *
 * @param median median; for an even number of values the mean of the two middle ones
 * @param min smallest value
 * @param max largest value
 * @param runs number of values
 */
public record Spread(double median, double min, double max, int runs) {

    /** Returns the statistics of at least one value. */
    public static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast(), sorted.size());
    }

    /** Returns the median and, if there were several runs, the smallest and the largest value. */
    public String text(int decimals) {
        String number = "%,." + decimals + "f";
        return runs == 1
                ? String.format(Locale.ROOT, number, median)
                : String.format(Locale.ROOT, number + " (" + number + " - " + number + ")", median, min, max);
    }
}
