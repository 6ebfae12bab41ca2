package io.damso.bench.plot;

import java.util.List;

/**
 * One line of a plot.
 *
 * @param name name in the legend
 * @param points from left to right; if empty, only the legend shows the name
 */
public record Series(String name, List<Point> points) {

    /**
     * One point.
     *
     * @param x position on the horizontal axis
     * @param y position on the vertical axis
     */
    public record Point(double x, double y) {}
}
