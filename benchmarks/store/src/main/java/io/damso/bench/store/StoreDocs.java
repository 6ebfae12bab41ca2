package io.damso.bench.store;

import io.damso.bench.report.MarkedSection;
import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The section of {@code docs/benchmarks.md} that this benchmark writes, and its images. */
final class StoreDocs {

    private static final String PAGES = "bench-store-history.svg";
    private static final String INSERTS = "bench-store-inserts.svg";

    private final Path images;
    private final MarkedSection section;

    /**
     * Checks that the page has the section.
     *
     * @throws BenchmarkException if it does not
     */
    StoreDocs(Path home) {
        Path docs = home.resolve("docs");
        this.images = docs.resolve("img");
        this.section = new MarkedSection(docs.resolve("benchmarks.md"), "bench store");
        section.check();
    }

    void write(StoreReport report) {
        StorePlots plots = new StorePlots(report.peers());
        try {
            Files.createDirectories(images);
            Files.writeString(images.resolve(PAGES), plots.pages().svg());
            Files.writeString(images.resolve(INSERTS), plots.inserts().svg());
        } catch (IOException e) {
            throw new BenchmarkException("Cannot write to " + images + ": " + e, e);
        }
        section.write(
                """
                %s

                ![Latency of a history page by documents and server](img/%s)

                ![Inserts per CPU-second by documents and server](img/%s)

                %s""".formatted(StoreBench.conditions(report), PAGES, INSERTS, new StoreTables(report.peers()).text()));
    }
}
