package io.damso.system.clients;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The warnings and errors that libraries in this JVM log while it is open. */
final class LibraryLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    /** Loggers that are not of clients, and one that warns about a slow machine. */
    private static final List<String> LEFT_OUT =
            List.of("org.openqa.selenium", "io.damso", "io.vertx.core.impl.BlockedThreadChecker");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    LibraryLog() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)
                && LEFT_OUT.stream().noneMatch(name -> event.getLoggerName().startsWith(name))) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage() + "\n" + trace);
        }
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        root.detachAppender(this);
        SLF4JBridgeHandler.uninstall();
    }
}
