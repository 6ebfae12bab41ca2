package io.damso.edge.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Installs {@link OutageAppender} before the service opens its first connection. */
public final class OutageLog implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Creates one; called by Spring Boot. */
    public OutageLog() {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            install(logback);
        }
    }

    private static void install(LoggerContext logback) {
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        List<Appender<ILoggingEvent>> targets = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(targets::add);
        if (targets.stream().anyMatch(OutageAppender.class::isInstance)) {
            return;
        }
        OutageAppender appender = new OutageAppender(logback, System::nanoTime);
        targets.forEach(appender::addAppender);
        appender.start();
        root.addAppender(appender);
        targets.forEach(root::detachAppender);
    }
}
