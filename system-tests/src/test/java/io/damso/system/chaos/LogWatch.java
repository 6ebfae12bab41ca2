package io.damso.system.chaos;

import io.damso.system.Cluster;
import io.damso.system.LogTail;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the logs of the processes during a run. */
final class LogWatch {

    private static final Pattern STACK_LINE =
            Pattern.compile("\\s+at .*\\(.*\\).*|\\s*Caused by: .*|\\s+\\.\\.\\. \\d+ .*");

    private static final Pattern EVENT = Pattern.compile("\\S+Z +(TRACE|DEBUG|INFO|WARN|ERROR) .*");
    private static final Set<String> QUIET = Set.of("TRACE", "DEBUG");

    /** A few stack traces for each fault; one has 50 to 150 lines. */
    private static final int STACK_LINES_PER_FAULT = 400;

    private final Map<String, LogTail> logs = new LinkedHashMap<>();

    /** Starts at the present end of the logs. */
    LogWatch(Cluster cluster) throws IOException {
        for (String name : FaultPlan.TARGETS) {
            logs.put(name, new LogTail(cluster.log(name)));
        }
    }

    /** Records logs with too many lines or with out-of-memory errors. */
    void check(Findings findings, int faults) throws IOException {
        for (Map.Entry<String, LogTail> log : logs.entrySet()) {
            String name = log.getKey();
            List<String> lines = log.getValue().lines();
            long stack = stackLines(lines);
            findings.print("log of %s: %,d lines, %,d of them of stack traces", name, lines.size(), stack);
            if (stack > (long) STACK_LINES_PER_FAULT * faults) {
                findings.add("log of %s: %,d lines of stack traces after %d faults", name, stack, faults);
            }
            lines.stream()
                    .filter(line -> line.contains("OutOfMemoryError"))
                    .findFirst()
                    .ifPresent(line -> findings.add("log of %s: %s", name, line));
        }
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
