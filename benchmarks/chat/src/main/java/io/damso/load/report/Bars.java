package io.damso.load.report;

import java.util.List;
import java.util.Locale;

/**
 * A horizontal bar chart, with the value at the end of each bar.
 *
 * @param title title
 * @param bars bars from top to bottom
 */
record Bars(String title, List<Bar> bars) {

    /**
     * One bar.
     *
     * @param label text on the left
     * @param value length, not negative
     * @param text text at the end
     * @param own whether it is a value of Damso and not of another peer
     */
    record Bar(String label, double value, String text, boolean own) {}

    private static final int WIDTH = 760;
    private static final int LEFT = 300;
    private static final int LONGEST = 320;
    private static final int TOP = 60;
    private static final int STEP = 28;
    private static final int THICKNESS = 18;

    /** Sets its own background, because an image cannot use the colours of the page. */
    private static final String STYLE = """
              <style>
                .page { fill: #ffffff } .text { fill: #1f2430 } .quiet { fill: #57606a }
                .own { fill: #0b62b0 } .peer { fill: #8c959f }
                @media (prefers-color-scheme: dark) {
                  .page { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9da7b3 }
                  .own { fill: #6cb6ff } .peer { fill: #6e7681 }
                }
              </style>
            """;

    /** Returns the SVG document. */
    String svg() {
        int height = TOP + STEP * bars.size() + 16;
        double largest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                        + "font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                height,
                escaped(title));
        svg.append(STYLE);
        add(svg, "  <rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"6\"/>", WIDTH, height);
        add(
                svg,
                "  <text class=\"text\" x=\"24\" y=\"32\" font-size=\"17\" font-weight=\"600\">%s</text>",
                escaped(title));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int y = TOP + i * STEP;
            double length = largest > 0 ? Math.max(1, LONGEST * bar.value() / largest) : 1;
            add(
                    svg,
                    "  <text class=\"text\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                    LEFT - 10,
                    y + 14,
                    escaped(bar.label()));
            // spotless:off
            add(svg, "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                    bar.own() ? "own" : "peer", LEFT, y, length, THICKNESS);
            add(svg, "  <text class=\"quiet\" x=\"%.1f\" y=\"%d\">%s</text>", LEFT + length + 8, y + 14,
                    escaped(bar.text()));
            // spotless:on
        }
        return svg.append("</svg>\n").toString();
    }

    private static void add(StringBuilder svg, String line, Object... arguments) {
        svg.append(String.format(Locale.ROOT, line, arguments)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
