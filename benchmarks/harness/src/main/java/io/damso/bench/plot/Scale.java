package io.damso.bench.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Maps values to positions from 0 to 1 on an axis whose ends are round numbers. */
final class Scale {

    private static final int TICKS = 5;

    private final DoubleUnaryOperator transformation;
    private final double[] ticks;

    private Scale(DoubleUnaryOperator transformation, double[] ticks) {
        this.transformation = transformation;
        this.ticks = ticks;
    }

    static Scale of(Axis axis, DoubleStream values) {
        double[] all = values.toArray();
        return axis.logarithmic()
                ? logarithmic(all)
                : linear(Arrays.stream(all).max().orElse(1));
    }

    private static Scale logarithmic(double[] values) {
        int first = (int) Math.floor(Math.log10(Arrays.stream(values).min().orElse(1)));
        int last = (int) Math.ceil(Math.log10(Arrays.stream(values).max().orElse(1)));
        IntStream powers = IntStream.rangeClosed(first, Math.max(last, first + 1));
        return new Scale(
                Math::log10, powers.mapToDouble(power -> Math.pow(10, power)).toArray());
    }

    private static Scale linear(double max) {
        double step = roundStep(max > 0 ? max / TICKS : 1);
        int last = Math.max(1, (int) Math.ceil(max / step));
        IntStream steps = IntStream.rangeClosed(0, last);
        return new Scale(
                DoubleUnaryOperator.identity(), steps.mapToDouble(i -> i * step).toArray());
    }

    /** Returns the smallest number of 1, 2, 5, 10, 20, 50 and so on that is not below the argument. */
    private static double roundStep(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        return List.of(1, 2, 5).stream()
                .mapToDouble(factor -> factor * power)
                .filter(step -> step >= atLeast)
                .findFirst()
                .orElse(10 * power);
    }

    double[] ticks() {
        return ticks.clone();
    }

    double position(double value) {
        double from = transformation.applyAsDouble(ticks[0]);
        double to = transformation.applyAsDouble(ticks[ticks.length - 1]);
        return (transformation.applyAsDouble(value) - from) / (to - from);
    }

    /** Returns a short text for a number: 0.01, 250, 10 k, 1.5 M. */
    static String label(double value) {
        if (value >= 1e6) {
            return plain(value / 1e6) + " M";
        }
        return value >= 1e4 ? plain(value / 1e3) + " k" : plain(value);
    }

    private static String plain(double value) {
        String digits = String.format(Locale.ROOT, "%,.3f", value);
        return digits.replaceAll("\\.?0+$", "");
    }
}
