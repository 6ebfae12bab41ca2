package io.damso.load.report;

import java.util.List;
import java.util.Locale;

/**
 * The values of several runs.
 *
 * @param median the middle one; the mean of both if there are two
 * @param min the smallest
 * @param max the largest
 * @param runs how many there were
 */
public record Spread(double median, double min, double max, int runs) {

    /** Sums up at least one value. */
    public static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast(), sorted.size());
    }

    /** Returns the median and, if there were several runs, the smallest and the largest value. */
    String text(int decimals) {
        String number = "%,." + decimals + "f";
        return runs == 1 ? String.format(Locale.ROOT, number, median)
                : String.format(Locale.ROOT, number + " (" + number + " - " + number + ")", median, min, max);
    }
}
