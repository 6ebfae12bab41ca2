package io.damso.load.report;

import io.damso.bench.report.MarkedSection;
import io.damso.bench.report.Spread;
import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A scenario's section of {@code docs/benchmarks.md}, and its image. */
public final class ChatDocs {

    private final Path images;
    private final String picture;
    private final MarkedSection section;

    /**
     * Checks that the page has the section.
     *
     * @param home directory of the project
     * @throws BenchmarkException if it does not
     */
    public ChatDocs(Path home, String scenario) {
        Path docs = home.resolve("docs");
        this.images = docs.resolve("img");
        this.picture = "bench-" + scenario + ".svg";
        this.section = new MarkedSection(docs.resolve("benchmarks.md"), "bench " + scenario);
        section.check();
    }

    /**
     * Writes the section and the image.
     *
     * @param drawn metric of the image
     * @throws BenchmarkException if they cannot be written
     */
    public void write(ChatReport report, Metric drawn) {
        try {
            Files.createDirectories(images);
            Files.writeString(images.resolve(picture), bars(report, drawn).svg());
        } catch (IOException e) {
            throw new BenchmarkException("Cannot write to " + images + ": " + e, e);
        }
        section.write("%s%n%n![%s: %s](img/%s)%n%n%s"
                .formatted(report.conditions(), report.scenario(), drawn.heading(), picture, report.text()));
    }

    private static Bars bars(ChatReport report, Metric drawn) {
        List<Bars.Bar> bars = new ArrayList<>();
        for (Row row : report.rows()) {
            Spread spread = row.spread(drawn);
            if (spread != null) {
                bars.add(new Bars.Bar(
                        row.peer() + ", " + row.caseName(),
                        Math.max(0, spread.median()),
                        spread.text(drawn.decimals()),
                        row.peer().equals("damso")));
            }
        }
        return new Bars(report.scenario() + ": " + drawn.heading(), bars);
    }
}
