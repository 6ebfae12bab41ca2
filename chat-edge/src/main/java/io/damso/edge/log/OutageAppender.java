package io.damso.edge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Shortens the log of the client libraries for RabbitMQ and MongoDB while a server is not available: each attempt would
 * log a long stack trace. A failed connection becomes one line with its root cause, and each logger writes at most
 * {@value #A_MINUTE} lines of each level a minute. Loggers at level debug write everything. It is an appender in front of
 * the others and not a turbo filter: Logback calls those for each question whether a level is enabled, several times for
 * each frame of a client. Thread-safe.
 */
final class OutageAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {

    private static final int A_MINUTE = 3;
    private static final int DEEPEST = 20;
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Loggers of the client libraries for RabbitMQ and MongoDB. */
    private static final List<String> LIBRARIES = List.of(
            "com.rabbitmq.",
            "org.mongodb.driver.",
            "org.springframework.amqp.",
            "org.springframework.boot.amqp.",
            "org.springframework.boot.health.",
            "org.springframework.boot.mongodb.",
            "org.springframework.messaging.simp.stomp.",
            "org.springframework.messaging.tcp.",
            "org.springframework.web.SimpLogging",
            "reactor.");

    /** Prefixes of the names of exception types that are not on this module's class path. */
    private static final List<String> CONNECTION_FAILURES =
            List.of("com.mongodb.Mongo", "com.rabbitmq.client.", "org.springframework.amqp.Amqp");

    private final LoggerContext logback;
    private final AppenderAttachableImpl<ILoggingEvent> targets = new AppenderAttachableImpl<>();
    private final LongSupplier nanoTime;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    /**
     * Creates an appender without targets; those that are added write what is left.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    OutageAppender(LoggerContext logback, LongSupplier nanoTime) {
        this.logback = logback;
        this.nanoTime = nanoTime;
        setContext(logback);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Logger logger = logback.getLogger(event.getLoggerName());
        if (event.getLevel().levelInt < Level.INFO_INT
                || !isOfALibrary(event.getLoggerName())
                || logger.getEffectiveLevel().levelInt < Level.INFO_INT) {
            write(event);
            return;
        }
        Throwable cause = event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
        if (cause != null && !isConnectionFailure(cause)) {
            write(event);
            return;
        }
        Count count = counts.computeIfAbsent(
                event.getLoggerName() + event.getLevel(), key -> new Count(nanoTime.getAsLong()));
        if (count.mayWrite(nanoTime.getAsLong())) {
            write(cause == null ? event : oneLine(logger, event, cause));
        }
    }

    private void write(ILoggingEvent event) {
        targets.appendLoopOnAppenders(event);
    }

    private static LoggingEvent oneLine(Logger logger, ILoggingEvent event, Throwable cause) {
        String message = event.getFormattedMessage() + ": " + rootOf(cause);
        LoggingEvent line =
                new LoggingEvent(OutageAppender.class.getName(), logger, event.getLevel(), message, null, null);
        line.setInstant(event.getInstant());
        return line;
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> target) {
        targets.addAppender(target);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return targets.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return targets.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> target) {
        return targets.isAttached(target);
    }

    @Override
    public void detachAndStopAllAppenders() {
        targets.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> target) {
        return targets.detachAppender(target);
    }

    @Override
    public boolean detachAppender(String name) {
        return targets.detachAppender(name);
    }

    private static boolean isOfALibrary(String name) {
        for (String prefix : LIBRARIES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnectionFailure(Throwable thrown) {
        return causes(thrown)
                .anyMatch(cause -> cause instanceof IOException
                        || cause instanceof TimeoutException
                        || CONNECTION_FAILURES.stream()
                                .anyMatch(cause.getClass().getName()::startsWith));
    }

    private static Throwable rootOf(Throwable thrown) {
        return causes(thrown).reduce(thrown, (before, cause) -> cause);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST);
    }

    /** The number of lines of one logger. */
    private static final class Count {

        private long begin;
        private int written;

        private Count(long now) {
            this.begin = now;
        }

        private synchronized boolean mayWrite(long now) {
            if (now - begin >= MINUTE_NANOS) {
                begin = now;
                written = 0;
            }
            return written++ < A_MINUTE;
        }
    }
}
