package io.damso.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** Sees in the log which way the store of this JVM takes to documents. */
final class PlanLog implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.damso.store.storage.StoredCollection");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    PlanLog() {
        events.start();
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(events);
    }

    /** Runs a query and returns its plan, such as {@code IXSCAN room_1 backward}. */
    String of(Runnable query) {
        events.list.clear();
        query.run();
        return events.list.getFirst().getFormattedMessage().replaceFirst(".*: ", "");
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setLevel(null);
        logger.setAdditive(true);
    }
}
