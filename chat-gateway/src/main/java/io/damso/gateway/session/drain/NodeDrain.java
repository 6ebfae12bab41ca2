package io.damso.gateway.session.drain;

import io.damso.edge.stop.StopSignal;
import io.damso.gateway.session.Sessions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Drains the node before anything of it is stopped: its port, the connections to the broker and the management port
 * stay open until no session is left. Spring has set the readiness before the event, so handshakes are refused, and the
 * handshake check sends NGINX to other nodes.
 */
@Component
final class NodeDrain implements ApplicationListener<ContextClosedEvent>, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDrain.class);
    private static final long STEP_MILLIS = 50;

    private final ApplicationContext context;
    private final Sessions sessions;
    private final Duration duration;
    private final Semaphore hurry = new Semaphore(0);

    NodeDrain(ApplicationContext context, Sessions sessions, DrainProperties properties) {
        this.context = context;
        this.sessions = sessions;
        this.duration = properties.duration();
    }

    /** Returns when no session is left or the longest time has passed, after a second SIGTERM with the next step. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() != context) {
            return; // that of the management port
        }
        Drain drain = new Drain(sessions, duration, new SecureRandom());
        StopSignal.onSecond(() -> {
            drain.hurry();
            hurry.release();
        });
        long begin = System.nanoTime();
        int count = drain.begin(begin);
        if (count > 0) {
            LOG.info("Draining: {} sessions are closed over {} s", count, duration.toSeconds());
        }
        try {
            boolean hurried = false;
            while (!drain.step(System.nanoTime()) && !hurried) {
                hurried = hurry.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (hurried) {
                drain.step(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info(
                "Drained in {} ms; sessions closed without all answers: {}",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                drain.unanswered());
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE; // before the management port closes
    }
}
