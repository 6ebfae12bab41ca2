package io.damso.edge.log;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Installs {@link OutageFilter} before the service opens its first connection. */
public final class OutageLog implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Creates one; called by Spring Boot. */
    public OutageLog() {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback
                && logback.getTurboFilterList().stream().noneMatch(OutageFilter.class::isInstance)) {
            OutageFilter filter = new OutageFilter(System::nanoTime);
            filter.setContext(logback);
            filter.start();
            logback.addTurboFilter(filter);
        }
    }
}
