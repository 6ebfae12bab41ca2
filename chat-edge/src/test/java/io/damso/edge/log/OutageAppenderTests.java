package io.damso.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageAppenderTests {

    private final AtomicLong now = new AtomicLong();
    private final LoggerContext logback = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Logger library = logback.getLogger("org.springframework.amqp.rabbit.Any");

    @BeforeEach
    void start() {
        written.start();
        OutageAppender appender = new OutageAppender(logback, now::get);
        appender.addAppender(written);
        appender.start();
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
    }

    private static Exception connectionFailure() {
        return new IllegalStateException("wrapped", new ConnectException("refused"));
    }

    @Test
    void connectionFailureOfALibraryIsOneLineWithItsRootCause() {
        library.warn("Consumer of {} failed", "q", connectionFailure());
        assertThat(written.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage())
                    .isEqualTo("Consumer of q failed: java.net.ConnectException: refused");
            assertThat(event.getThrowableProxy()).isNull();
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
        });
    }

    @Test
    void repeatsAreLeftOutUntilAMinuteIsOver() {
        for (int i = 0; i < 100; i++) {
            library.error("Channel shutdown {}", i);
            library.warn("again", connectionFailure());
        }
        assertThat(written.list).hasSize(6);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        library.error("Channel shutdown");
        assertThat(written.list).hasSize(7);
    }

    @Test
    void defectsKeepTheirStackTraces() {
        for (int i = 0; i < 10; i++) {
            library.error("a defect", new IllegalStateException("no connection is to blame"));
        }
        assertThat(written.list)
                .hasSize(10)
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNotNull());
    }

    @Test
    void otherLoggersWriteAsTheyAre() {
        Logger ours = logback.getLogger("io.damso.Any");
        for (int i = 0; i < 10; i++) {
            ours.warn("ours", connectionFailure());
        }
        assertThat(written.list)
                .hasSize(10)
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNotNull());
    }

    @Test
    void loggerAtDebugWritesEverything() {
        library.setLevel(Level.DEBUG);
        for (int i = 0; i < 10; i++) {
            library.warn("all of it", connectionFailure());
        }
        assertThat(written.list)
                .hasSize(10)
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNotNull());
    }

    @Test
    void disabledLevelsStayDisabled() {
        library.setLevel(Level.ERROR);
        library.warn("quiet", connectionFailure());
        assertThat(written.list).isEmpty();
    }
}
