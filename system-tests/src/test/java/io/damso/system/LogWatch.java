package io.damso.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the logs of the processes while some of them are broken. */
final class LogWatch {

    private static final Pattern STACK_LINE =
            Pattern.compile("\\s+at .*\\(.*\\).*|\\s*Caused by: .*|\\s+\\.\\.\\. \\d+ .*");

    private static final Pattern EVENT = Pattern.compile("\\S+Z +(TRACE|DEBUG|INFO|WARN|ERROR) .*");
    private static final Set<String> QUIET = Set.of("TRACE", "DEBUG");

    private static final List<String> WATCHED =
            List.of("gateway-1", "gateway-2", "persistence-1", "store", "rabbitmq-1", "nginx");

    /** A few stack traces for each fault; one has 50 to 150 lines. */
    private static final int STACK_LINES_PER_FAULT = 400;

    private final Map<String, LogTail> logs = new LinkedHashMap<>();

    /** Starts at the present end of the logs. */
    LogWatch(Cluster cluster) throws IOException {
        for (String name : WATCHED) {
            logs.put(name, new LogTail(cluster.log(name)));
        }
    }

    /** Returns which logs have too many lines of stack traces for so many faults, or out-of-memory errors. */
    List<String> findings(int faults) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, LogTail> log : logs.entrySet()) {
            String name = log.getKey();
            List<String> lines = log.getValue().lines();
            long stack = stackLines(lines);
            if (stack > (long) STACK_LINES_PER_FAULT * faults) {
                findings.add("log of %s: %,d lines of stack traces after %d faults".formatted(name, stack, faults));
            }
            lines.stream()
                    .filter(line -> line.contains("OutOfMemoryError"))
                    .findFirst()
                    .ifPresent(line -> findings.add("log of " + name + ": " + line));
        }
        return findings;
    }

    /** Counts lines of stack traces; not those that belong to DEBUG, which is on for the tests' clusters only. */
    static long stackLines(List<String> lines) {
        boolean counts = true;
        long stack = 0;
        for (String line : lines) {
            Matcher event = EVENT.matcher(line);
            if (event.matches()) {
                counts = !QUIET.contains(event.group(1));
            } else if (counts && STACK_LINE.matcher(line).matches()) {
                stack++;
            }
        }
        return stack;
    }
}
