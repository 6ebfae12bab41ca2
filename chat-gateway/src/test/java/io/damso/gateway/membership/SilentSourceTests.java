package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.damso.protocol.MembershipQuestion;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Persistence does not answer while clients retry. Times are a twentieth of the real ones. */
class SilentSourceTests {

    private static final int CLIENTS = 2_000;
    private static final long ANSWER_TIMEOUT_MILLIS = 100;
    private static final long RETRY_MILLIS = 50;

    private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    private final AtomicInteger lines = new AtomicInteger();
    private final AppenderBase<ILoggingEvent> counting = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.incrementAndGet();
        }
    };

    /** The log of Caffeine. */
    private final Handler countingOfTheJdk = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.incrementAndGet();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void count() {
        LogManager.getLogManager().getLogger("").addHandler(countingOfTheJdk);
        counting.setContext(root.getLoggerContext());
        counting.start();
        root.addAppender(counting);
    }

    @AfterEach
    void stop() {
        root.detachAppender(counting);
        LogManager.getLogManager().getLogger("").removeHandler(countingOfTheJdk);
    }

    @Test
    void waitingQuestionsAreBoundedAndLoggedRarely() throws Exception {
        AtomicLong asked = new AtomicLong();
        Memberships memberships = new Memberships(
                TestProperties.answeredWithin(Duration.ofMillis(ANSWER_TIMEOUT_MILLIS)),
                questions -> {
                    asked.addAndGet(questions.size());
                    throw silent();
                },
                new RecordingAccess(),
                TestProperties.validity(),
                Executors.newVirtualThreadPerTaskExecutor());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
        CountDownLatch done = new CountDownLatch(CLIENTS);
        AtomicInteger unknown = new AtomicInteger();
        for (int i = 0; i < CLIENTS; i++) {
            MembershipQuestion question = new MembershipQuestion("r", "u" + i);
            Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < end) {
                    retry(memberships, question, unknown);
                }
                done.countDown();
            });
        }
        int most = 0;
        while (System.nanoTime() < end) {
            most = Math.max(most, memberships.queued());
            done.await(10, TimeUnit.MILLISECONDS);
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(unknown.get()).isGreaterThan(CLIENTS);
        assertThat(most).isPositive().isLessThanOrEqualTo(TestProperties.MAX_QUESTIONS);
        assertThat(memberships.queued()).isZero();
        assertThat(lines.get()).isLessThanOrEqualTo(2);
    }

    private static IllegalStateException silent() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ANSWER_TIMEOUT_MILLIS));
        return new IllegalStateException("nobody answers");
    }

    private static void retry(Memberships memberships, MembershipQuestion question, AtomicInteger unknown) {
        try {
            memberships.isMember(question);
        } catch (MembershipUnknownException e) {
            unknown.incrementAndGet();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
    }
}
