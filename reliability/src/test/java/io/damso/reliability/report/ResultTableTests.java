package io.damso.reliability.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.report.MarkedSection;
import io.damso.reliability.check.Backlog;
import io.damso.reliability.check.Kind;
import io.damso.reliability.check.Verdict;
import io.damso.reliability.check.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTests {

    @TempDir
    Path directory;

    private static Result result(String name, long sent, Violation... violations) {
        return result(name, sent, null, violations);
    }

    private static Result result(String name, long sent, @Nullable Backlog backlog, Violation... violations) {
        Double stored = backlog == null ? null : 6.71;
        Verdict verdict = new Verdict(name, sent, 2, 3, 4, 0, 0, 5, 1.25, stored, 1234, backlog, List.of(violations));
        return new Result(name, "breaks " + name, verdict, null, Path.of("history"));
    }

    @Test
    void violationsAreCountedInTheirColumns() {
        Result broken = result(
                "a",
                1,
                new Violation(Kind.LOST, ""),
                new Violation(Kind.HEARD_TWICE, ""),
                new Violation(Kind.STORED_TWICE, ""),
                new Violation(Kind.HOLE, ""),
                new Violation(Kind.NUMBERS, ""));
        assertThat(new ResultTable(List.of(broken))
                        .toString()
                        .lines()
                        .toList()
                        .getLast()
                        .split(" *\\| *"))
                .containsExactly(
                        "", "`a`: breaks a", "1", "2", "3", "4", "1", "2", "0", "1", "1", "5", "1.3", "-", "1,234");
        assertThat(broken.isGood()).isFalse();
        assertThat(result("b", 1).isGood()).isTrue();
    }

    @Test
    void rowsOfOtherScenariosStay() throws IOException {
        Path page =
                Files.writeString(directory.resolve("page.md"), "before\n<!-- begin x -->\n<!-- end x -->\nafter\n");
        MarkedSection section = new MarkedSection(page, "x");
        List<String> order = List.of("a", "b", "c");
        new ResultTable(List.of(result("c", 10), result("a", 11))).write(section, order);
        new ResultTable(List.of(result("b", 12), result("a", 13))).write(section, order);
        List<String> rows = Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).contains("`a`", " 13 ");
        assertThat(rows.get(1)).contains("`b`", " 12 ");
        assertThat(rows.get(2)).contains("`c`", " 10 ");
        assertThat(Files.readString(page)).startsWith("before\n").endsWith("after\n");
    }

    @Test
    void backlogIsARemarkUnderTheTableAndStaysUntilTheNextRun() throws IOException {
        Path page = Files.writeString(directory.resolve("page.md"), "<!-- begin x -->\n<!-- end x -->\n");
        MarkedSection section = new MarkedSection(page, "x");
        List<String> order = List.of("a", "b");
        new ResultTable(List.of(result("b", 1, new Backlog(60, 600, 2)))).write(section, order);
        new ResultTable(List.of(result("a", 1, new Backlog(30, 600, 2)))).write(section, order);
        assertThat(Files.readString(page))
                .contains(" 6.7 |", "|\n\n* `a`: nothing was stored for 30.0 s;")
                .contains("* `b`: nothing was stored for 60.0 s; then the 600 waiting messages were stored in 2.0 s:"
                        + " 300 a second, and they had come at 10.\n\n<!-- end x -->");
        new ResultTable(List.of(result("b", 1))).write(section, order);
        assertThat(Files.readString(page)).contains("* `a`: ").doesNotContain("* `b`: ");
    }

    @Test
    void scenarioThatCouldNotRunSaysSo() {
        Result failed = new Result("a", "breaks a", null, "no", Path.of("history"));
        assertThat(new ResultTable(List.of(failed)).toString()).contains("(not run)");
        assertThat(failed.isGood()).isFalse();
    }
}
