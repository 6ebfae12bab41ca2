package io.damso.persistence;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.damso.edge.audit.Audit;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines of the audit log. */
public final class AuditLog {

    private AuditLog() {}

    /** Returns the lines that requests cause. */
    public static List<String> of(Runnable requests) {
        Logger logger = (Logger) LoggerFactory.getLogger(Audit.LOGGER);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            requests.run();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
