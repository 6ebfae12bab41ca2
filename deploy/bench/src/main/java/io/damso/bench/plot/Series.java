package io.damso.bench.plot;

import java.util.List;

/**
 * One line of a plot.
 *
 * @param name what the legend calls it
 * @param points from left to right; none leaves only the name in the legend
 */
public record Series(String name, List<Point> points) {

    /**
     * One value.
     *
     * @param x position on the horizontal axis
     * @param y position on the vertical axis
     */
    public record Point(double x, double y) {}
}
