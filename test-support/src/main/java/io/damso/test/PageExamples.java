package io.damso.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The examples of {@code docs/protocol.md}: a comment {@code <!-- example NAME -->}, and JSON behind it. */
public final class PageExamples {

    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- example (\\w+) -->\n```json\n(.*?)```", Pattern.DOTALL);

    private final String page;

    private PageExamples(String page) {
        this.page = page;
    }

    /** Reads the page, from the directory of a module. */
    public static PageExamples read() {
        try {
            return new PageExamples(Files.readString(Path.of("..", "docs", "protocol.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the text of the page. */
    public String page() {
        return page;
    }

    /** Returns the examples with this name, as JSON; never empty. */
    public List<String> of(String name) {
        List<String> found = EXAMPLE.matcher(page)
                .results()
                .filter(match -> match.group(1).equals(name))
                .map((MatchResult match) -> match.group(2))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("docs/protocol.md has no example of " + name);
        }
        return found;
    }
}
