package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The plans of queries to the embedded store, which writes them to its log. Tests with it run one at a time. */
public final class QueryPlans {

    private QueryPlans() {}

    /** Returns the plans of all queries, updates and deletes of the action; none if the store is a MongoDB. */
    public static List<String> of(Runnable queries) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.damso.store.storage.StoredCollection");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(events);
        try {
            queries.run();
        } finally {
            logger.detachAppender(events);
            logger.setLevel(null);
        }
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Asserts that every query reads an index in the order of its sort, and that these indexes are among them. */
    public static void assertIndexed(Runnable queries, String... indexes) {
        List<String> plans = of(queries);
        assertThat(plans).noneMatch(plan -> plan.contains("COLLSCAN") || plan.contains("SORT"));
        if (System.getenv("DAMSO_TEST_MONGO_URI") == null) {
            for (String index : indexes) {
                assertThat(plans).anyMatch(plan -> plan.contains("IXSCAN " + index));
            }
        }
    }
}
