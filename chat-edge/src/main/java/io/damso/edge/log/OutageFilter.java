package io.damso.edge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Shortens the log of the client libraries for RabbitMQ and MongoDB while a server is not available: each attempt would
 * log a long stack trace. A failed connection becomes one line with its root cause, and each logger writes at most
 * {@value #A_MINUTE} lines of each level a minute. Loggers at level debug write everything. Thread-safe.
 */
final class OutageFilter extends TurboFilter {

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

    private final LongSupplier nanoTime;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    OutageFilter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable thrown) {
        // A call without a format only asks whether the level is enabled.
        if (format == null
                || level.levelInt < Level.INFO_INT
                || !isOfALibrary(logger.getName())
                || logger.getEffectiveLevel().levelInt < Level.INFO_INT
                || level.levelInt < logger.getEffectiveLevel().levelInt) {
            return FilterReply.NEUTRAL;
        }
        Throwable cause = thrown == null ? MessageFormatter.getThrowableCandidate(params) : thrown;
        if (cause != null && isConnectionFailure(cause)) {
            String message = MessageFormatter.basicArrayFormat(format, params) + ": " + rootOf(cause);
            logger.log(
                    marker,
                    OutageFilter.class.getName(),
                    Level.toLocationAwareLoggerInteger(level),
                    message,
                    null,
                    null);
            return FilterReply.DENY;
        }
        Count count = counts.computeIfAbsent(logger.getName() + level, key -> new Count(nanoTime.getAsLong()));
        return cause != null || count.mayWrite(nanoTime.getAsLong()) ? FilterReply.NEUTRAL : FilterReply.DENY;
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
