package io.damso.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedSectionTests {

    @TempDir
    private Path directory;

    @Test
    void onlyTheSectionChanges() throws IOException {
        Path page = page("before\n<!-- begin a -->\nold\n<!-- end a -->\nafter\n<!-- begin b -->\nb\n<!-- end b -->\n");
        MarkedSection section = new MarkedSection(page, "a");
        section.write("new\n");
        assertThat(page)
                .hasContent(
                        "before\n<!-- begin a -->\nnew\n<!-- end a -->\nafter\n<!-- begin b -->\nb\n<!-- end b -->\n");
        section.write("");
        assertThat(page).content().startsWith("before\n<!-- begin a -->\n<!-- end a -->\nafter");
    }

    @Test
    void pageWithoutTheMarksIsRefusedAndKept() throws IOException {
        Path page = page("<!-- end a -->\n<!-- begin a -->\n");
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> new MarkedSection(page, "a").check())
                .withMessageContaining("lacks '<!-- begin a -->' and '<!-- end a -->'");
        assertThat(page).hasContent("<!-- end a -->\n<!-- begin a -->\n");
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> new MarkedSection(directory.resolve("none.md"), "a").check())
                .withMessageContaining("none.md");
    }

    private Path page(String content) throws IOException {
        return Files.writeString(directory.resolve("page.md"), content);
    }
}
