package io.damso.test;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Records the lines of the log while it is open, including those of stack traces. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final AppenderAttachable<ILoggingEvent> place;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Integer> lines = new CopyOnWriteArrayList<>();

    /** Starts recording; a restart of the logging system ends it. */
    public LogLines() {
        LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        setContext(logback);
        start();
        place = lastPlace(logback.getLogger(Logger.ROOT_LOGGER_NAME));
        place.addAppender(this);
    }

    /** Returns where the appenders are that write: behind one that leaves out lines, if there is one. */
    private static AppenderAttachable<ILoggingEvent> lastPlace(AppenderAttachable<ILoggingEvent> place) {
        for (var appenders = place.iteratorForAppenders(); appenders.hasNext(); ) {
            if (appenders.next() instanceof AppenderAttachable<?> next) {
                @SuppressWarnings("unchecked") // an appender passes on what it gets
                var behind = (AppenderAttachable<ILoggingEvent>) next;
                return lastPlace(behind);
            }
        }
        return place;
    }

    @Override
    protected void append(ILoggingEvent event) {
        int count = 1;
        for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
            count += 1 + t.getStackTraceElementProxyArray().length - t.getCommonFrames();
        }
        lines.add(count);
        events.add(event.getLevel() + " " + event.getLoggerName() + " [" + event.getThreadName() + "] "
                + event.getFormattedMessage() + (count > 1 ? " (and " + (count - 1) + " lines of trace)" : ""));
    }

    /** Returns each event as one line with the length of its stack trace. */
    public List<String> events() {
        return events;
    }

    /** Returns the number of lines. */
    public int count() {
        return lines.stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns the number of lines that belong to stack traces. */
    public int ofTraces() {
        return count() - lines.size();
    }

    @Override
    public void close() {
        place.detachAppender(this);
    }
}
