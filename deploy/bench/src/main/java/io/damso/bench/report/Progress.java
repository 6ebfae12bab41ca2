package io.damso.bench.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells the user how far a benchmark is. Safe for use by many threads. */
public final class Progress {

    private final PrintStream target;
    private final long start = System.nanoTime();

    /** Creates one whose clock starts now. */
    public Progress(PrintStream target) {
        this.target = target;
    }

    /** Writes one line; numbers get thousands separators by {@code %,d}. */
    public void say(String format, Object... arguments) {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        target.println(String.format(Locale.ROOT, "[%4ds] ", seconds) + String.format(Locale.ROOT, format, arguments));
    }
}
