package io.damso.bench.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints the progress of a benchmark. Thread-safe. */
public final class Progress {

    private final PrintStream target;
    private final long start = System.nanoTime();

    /** Creates an instance whose clock starts now. */
    public Progress(PrintStream target) {
        this.target = target;
    }

    /** Prints one line with the elapsed seconds, formatted as by {@link String#format} in {@link Locale#ROOT}. */
    public void say(String format, Object... arguments) {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        target.println(String.format(Locale.ROOT, "[%4ds] ", seconds) + String.format(Locale.ROOT, format, arguments));
    }
}
