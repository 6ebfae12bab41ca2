package io.damso.bench.report;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A section of a page that a benchmark writes, between two comments. The rest of the page is not changed. */
public final class MarkedSection {

    private final Path page;
    private final String begin;
    private final String end;

    /**
     * Creates access to a section. It begins after {@code <!-- begin name -->} and ends before
     * {@code <!-- end name -->}.
     */
    public MarkedSection(Path page, String name) {
        this.page = page;
        this.begin = "<!-- begin " + name + " -->\n";
        this.end = "<!-- end " + name + " -->";
    }

    /**
     * Checks that the page has the section.
     *
     * @throws BenchmarkException if the page cannot be read or lacks a mark
     */
    public void check() {
        read();
    }

    /**
     * Returns the text between the marks.
     *
     * @throws BenchmarkException if the page cannot be read or lacks a mark
     */
    public String content() {
        String text = read();
        int start = text.indexOf(begin) + begin.length();
        return text.substring(start, text.indexOf(end, start));
    }

    /**
     * Replaces the text between the marks.
     *
     * @throws BenchmarkException if the page cannot be read or written, or lacks a mark
     */
    public void write(String content) {
        String text = read();
        int start = text.indexOf(begin) + begin.length();
        try {
            Files.writeString(page, text.substring(0, start) + content + text.substring(text.indexOf(end, start)));
        } catch (IOException e) {
            throw new BenchmarkException("Cannot write " + page + ": " + e, e);
        }
    }

    private String read() {
        try {
            String text = Files.readString(page);
            int start = text.indexOf(begin);
            if (start < 0 || text.indexOf(end, start) < 0) {
                throw new BenchmarkException(page + " lacks '" + begin.strip() + "' and '" + end + "' after it");
            }
            return text;
        } catch (IOException e) {
            throw new BenchmarkException("Cannot read " + page + ": " + e, e);
        }
    }
}
