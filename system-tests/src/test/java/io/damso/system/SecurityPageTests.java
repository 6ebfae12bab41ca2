package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat table names only tests that exist. */
class SecurityPageTests {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Tests))(?:\\.(\\w+))?`");
    private static final Pattern LAST_CELL = Pattern.compile("\\|([^|]*)\\|$");

    @Test
    void everyThreatHasATestThatExists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/security.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Attack"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20);
        for (String row : rows) {
            Matcher cell = LAST_CELL.matcher(row);
            assertThat(cell.find()).as(row).isTrue();
            List<MatchResult> tests = TEST.matcher(cell.group(1)).results().toList();
            assertThat(tests.isEmpty() && !cell.group(1).contains("every"))
                    .as("a test for: %s", row)
                    .isFalse();
            for (MatchResult test : tests) {
                assertThat(sources).as(row).containsKey(test.group(1));
                if (test.group(2) != null) {
                    assertThat(sources.get(test.group(1))).as(row).contains(" " + test.group(2) + "(");
                }
            }
        }
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.find(
                ROOT,
                16,
                (path, attributes) -> attributes.isRegularFile()
                        && path.toString().matches(".*/src/test/java/.*(IT|Tests)\\.java"))) {
            for (Path file : files.toList()) {
                // Two modules may have a test of the same name.
                sources.merge(
                        file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
            }
        }
        return sources;
    }
}
