package io.damso.bench.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A line plot.
 *
 * @param title title
 * @param horizontal axis at the bottom
 * @param vertical axis on the left
 * @param series lines, at most {@value #MAX_SERIES}
 */
public record Plot(String title, Axis horizontal, Axis vertical, List<Series> series) {

    static final int MAX_SERIES = 4;

    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 90;
    private static final int RIGHT = WIDTH - 40;
    private static final int TOP = 90;
    private static final int BOTTOM = HEIGHT - 60;
    private static final int MARK = 5;

    /** Sets its own background, because an image cannot use the colours of the page. */
    private static final String STYLE = """
              <style>
                .page { fill: #ffffff } .text { fill: #1f2430 } .quiet { fill: #57606a }
                .grid { stroke: #d8dee4 } .line { fill: none; stroke-width: 2.5 }
                .s0 { stroke: #0b62b0 } .m0 { fill: #0b62b0 } .s1 { stroke: #b84a00 } .m1 { fill: #b84a00 }
                .s2 { stroke: #1b7f4b } .m2 { fill: #1b7f4b } .s3 { stroke: #8a3ab9 } .m3 { fill: #8a3ab9 }
                @media (prefers-color-scheme: dark) {
                  .page { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9da7b3 } .grid { stroke: #30363d }
                  .s0 { stroke: #6cb6ff } .m0 { fill: #6cb6ff } .s1 { stroke: #ffa657 } .m1 { fill: #ffa657 }
                  .s2 { stroke: #7ee2a8 } .m2 { fill: #7ee2a8 } .s3 { stroke: #d2a8ff } .m3 { fill: #d2a8ff }
                }
              </style>
            """;

    /**
     * Checks the number of lines.
     *
     * @throws IllegalArgumentException if there are more lines than colours
     */
    public Plot {
        if (series.size() > MAX_SERIES) {
            throw new IllegalArgumentException(series.size() + " lines are more than " + MAX_SERIES);
        }
    }

    /** Returns the SVG document. */
    public String svg() {
        Scale x = Scale.of(horizontal, values(Series.Point::x));
        Scale y = Scale.of(vertical, values(Series.Point::y));
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                        + "font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                escaped(title));
        svg.append(STYLE);
        add(svg, "  <rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"6\"/>", WIDTH, HEIGHT);
        add(
                svg,
                "  <text class=\"text\" x=\"24\" y=\"32\" font-size=\"17\" font-weight=\"600\">%s</text>",
                escaped(title));
        addVerticalAxis(svg, y);
        addHorizontalAxis(svg, x);
        int legend = 24;
        for (int i = 0; i < series.size(); i++) {
            addLine(svg, i, x, y);
            legend = addLegend(svg, i, legend);
        }
        return svg.append("</svg>\n").toString();
    }

    private DoubleStream values(ToDoubleFunction<Series.Point> coordinate) {
        return series.stream().flatMap(line -> line.points().stream()).mapToDouble(coordinate);
    }

    private void addVerticalAxis(StringBuilder svg, Scale scale) {
        for (double tick : scale.ticks()) {
            double at = y(scale, tick);
            add(svg, "  <line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, RIGHT, at, at);
            add(
                    svg,
                    "  <text class=\"quiet\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 10,
                    at + 4,
                    Scale.label(tick));
        }
        int middle = (TOP + BOTTOM) / 2;
        add(
                svg,
                "  <text class=\"text\" transform=\"translate(28 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                middle,
                escaped(vertical.label()));
    }

    private void addHorizontalAxis(StringBuilder svg, Scale scale) {
        for (double tick : scale.ticks()) {
            double at = x(scale, tick);
            add(svg, "  <line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", at, at, TOP, BOTTOM + 5);
            add(
                    svg,
                    "  <text class=\"quiet\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    at,
                    BOTTOM + 22,
                    Scale.label(tick));
        }
        add(
                svg,
                "  <text class=\"text\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + RIGHT) / 2,
                BOTTOM + 45,
                escaped(horizontal.label()));
    }

    private void addLine(StringBuilder svg, int index, Scale x, Scale y) {
        List<Series.Point> points = series.get(index).points();
        if (points.isEmpty()) {
            return;
        }
        String path = points.stream()
                .map(p -> format("%.1f %.1f", x(x, p.x()), y(y, p.y())))
                .collect(Collectors.joining(" L"));
        add(svg, "  <path class=\"line s%d\" d=\"M%s\"/>", index, path);
        points.forEach(p -> addMark(svg, index, x(x, p.x()), y(y, p.y())));
    }

    /** Draws a mark. Each line has its own shape, so that lines differ not only in colour. */
    private static void addMark(StringBuilder svg, int index, double x, double y) {
        switch (index) {
            case 0 -> add(svg, "  <circle class=\"m0\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"/>", x, y, MARK);
            case 1 ->
                add(
                        svg,
                        "  <rect class=\"m1\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\"/>",
                        x - MARK,
                        y - MARK,
                        2 * MARK,
                        2 * MARK);
            case 2 -> add(svg, "  <path class=\"m2\" d=\"M%.1f %.1f l6 11 h-12 z\"/>", x, y - 7);
            default -> add(svg, "  <path class=\"m3\" d=\"M%.1f %.1f l6 6 l-6 6 l-6 -6 z\"/>", x, y - 6);
        }
    }

    private int addLegend(StringBuilder svg, int index, int x) {
        String name = series.get(index).name();
        addMark(svg, index, x + MARK, 58);
        add(svg, "  <text class=\"text\" x=\"%d\" y=\"62\">%s</text>", x + 18, escaped(name));
        int widthOfCharacter = 7;
        return x + 42 + name.length() * widthOfCharacter;
    }

    private static double x(Scale scale, double value) {
        return LEFT + scale.position(value) * (RIGHT - LEFT);
    }

    private static double y(Scale scale, double value) {
        return BOTTOM - scale.position(value) * (BOTTOM - TOP);
    }

    private static void add(StringBuilder svg, String line, Object... arguments) {
        svg.append(format(line, arguments)).append('\n');
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
