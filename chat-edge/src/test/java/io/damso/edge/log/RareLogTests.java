package io.damso.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RareLogTests {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // values of System.nanoTime may overflow
    private final Logger logger = new LoggerContext().getLogger("any");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final RareLog rare = new RareLog(logger, now::get);

    @BeforeEach
    void start() {
        written.start();
        logger.addAppender(written);
    }

    @Test
    void firstFailureIsWrittenAndThenOneAMinuteWithTheNumberOfOthers() {
        for (int i = 0; i < 5; i++) {
            rare.warn("{} failed", i);
        }
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        rare.warn("{} failed", 5);
        assertThat(written.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("0 failed", "5 failed (4 more were not written)");
    }

    @Test
    void newFailureIsWrittenAtOnce() {
        rare.warn("failed");
        rare.reset();
        rare.warn("failed");
        assertThat(written.list).hasSize(2);
    }

    @Test
    void defectIsWrittenWithItsStackTrace() {
        rare.error("failed", new IllegalStateException("why"));
        assertThat(written.list)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("why"));
    }
}
