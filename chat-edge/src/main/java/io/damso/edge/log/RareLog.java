package io.damso.edge.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs a recurring failure at most once a minute, with the number of suppressed messages. A suppressed message costs
 * one comparison. Thread-safe.
 */
public final class RareLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Logger log;
    private final LongSupplier nanoTime;
    private final AtomicLong notBefore;
    private final AtomicLong leftOut = new AtomicLong();

    /** Creates one for one kind of failure. */
    public RareLog(Logger log) {
        this(log, System::nanoTime);
    }

    RareLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.notBefore = new AtomicLong(nanoTime.getAsLong());
    }

    /** Logs a warning in one line without a stack trace, for failures that end by themselves. */
    public void warn(String format, Object... arguments) {
        write(log.atWarn(), format, arguments);
    }

    /** Logs a defect with its stack trace. */
    public void error(String message, Throwable cause) {
        write(log.atError().setCause(cause), message);
    }

    /** Ends the suppression: the next failure is logged at once. */
    public void reset() {
        notBefore.set(nanoTime.getAsLong());
    }

    private void write(LoggingEventBuilder event, String format, Object... arguments) {
        long now = nanoTime.getAsLong();
        long due = notBefore.get();
        if (now - due < 0 || !notBefore.compareAndSet(due, now + PAUSE.toNanos())) {
            leftOut.incrementAndGet();
            return;
        }
        long before = leftOut.getAndSet(0);
        for (Object argument : arguments) {
            event = event.addArgument(argument);
        }
        if (before == 0) {
            event.log(format);
        } else {
            event.addArgument(before).log(format + " ({} more were not written)");
        }
    }
}
