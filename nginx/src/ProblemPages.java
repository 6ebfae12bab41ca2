import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the pages at the {@code type} of problem documents (RFC 9457 §3.1.1), one for each code, from
 * docs/error-codes.md: {@code java ProblemPages.java PAGE DIRECTORY}. A test compares that page with the codes.
 */
final class ProblemPages {

    /** Code, HTTP status, outcome over STOMP, retryable, title. */
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z-]+)` \\| (\\d{3}) \\| ([^|]*?) ?\\| (yes|no) \\| ([^|]+) \\|");

    /** Code, cause, remedy. */
    private static final Pattern ADVICE = Pattern.compile("- `([a-z-]+)`: (.+) → (.+)");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private ProblemPages() {}

    public static void main(String[] arguments) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        Map<String, Matcher> advice = matching(ADVICE, lines);
        Map<String, Matcher> rows = matching(ROW, lines);
        if (rows.isEmpty() || !advice.keySet().equals(rows.keySet())) {
            throw new IllegalStateException(arguments[0] + " must have a row and an advice for every code");
        }
        for (Map.Entry<String, Matcher> row : rows.entrySet()) {
            write(directory.resolve(row.getKey() + ".html"), row.getKey(), page(row.getValue(), advice.get(row.getKey())));
        }
        write(directory.resolve("index.html"), "Problems", list(rows));
    }

    private static Map<String, Matcher> matching(Pattern pattern, List<String> lines) {
        return lines.stream().map(pattern::matcher).filter(Matcher::matches).collect(Collectors.toMap(
                matcher -> matcher.group(1), matcher -> matcher, (first, second) -> second, LinkedHashMap::new));
    }

    private static String page(Matcher row, Matcher advice) {
        String stomp = row.group(3).isEmpty() ? "" : "<dt>Over STOMP</dt><dd>%s</dd>\n".formatted(html(row.group(3)));
        return """
                <h1>%s</h1>
                <dl>
                <dt>Code</dt><dd><code>%s</code></dd>
                <dt>HTTP status</dt><dd>%s</dd>
                %s<dt>When</dt><dd>%s</dd>
                <dt>What to do</dt><dd>%s</dd>
                <dt>Send the same again?</dt><dd>%s</dd>
                </dl>
                <p><a href="/problems/">All codes</a></p>
                """.formatted(html(row.group(5)), row.group(1), row.group(2), stomp, html(advice.group(2)),
                html(advice.group(3)), row.group(4).equals("yes")
                        ? "Yes, after a moment: the same request may succeed later, unchanged."
                        : "No: the same request will fail again.");
    }

    private static String list(Map<String, Matcher> rows) {
        String items = rows.values().stream()
                .map(row -> "<li><a href=\"/problems/%s\"><code>%s</code></a> %s</li>\n"
                        .formatted(row.group(1), row.group(1), html(row.group(5))))
                .collect(Collectors.joining());
        return "<h1>Problems</h1>\n<p>All error codes of requests and frames.</p>\n<ul>\n" + items + "</ul>\n";
    }

    private static String html(String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return CODE.matcher(escaped).replaceAll("<code>$1</code>");
    }

    private static void write(Path file, String title, String body) throws IOException {
        Files.writeString(file, """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s · Damso</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/style.css">
                </head>
                <body class="problem">
                <main class="card">
                %s</main>
                </body>
                </html>
                """.formatted(title, body));
    }
}
