package io.damso.gateway.session;

import io.damso.gateway.SocketProperties;
import io.damso.gateway.frames.FrameProperties;
import io.damso.gateway.mailbox.MailboxProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * The sessions of this node. One clock for all of them sends heart-beats, and closes who is silent, stalled or never said
 * CONNECT; a timer for each would cost more than the session.
 */
@Component
final class Sessions implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long SWEEP_MILLIS = 200;
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);

    private final Set<StompSession> sessions = ConcurrentHashMap.newKeySet();
    private final StompSession.Limits limits;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("session-clock").factory());
    private volatile boolean running;

    Sessions(MailboxProperties mailbox, SocketProperties socket, FrameProperties frames, MeterRegistry meters) {
        this.limits = new StompSession.Limits(
                mailbox.sendTimeLimit().toNanos(),
                socket.connectTimeout().toNanos(),
                frames.timeout().toNanos());
        meters.gaugeCollectionSize("damso.sessions.open", Tags.empty(), sessions);
    }

    void add(StompSession session) {
        sessions.add(session);
    }

    void remove(StompSession session) {
        sessions.remove(session);
    }

    private void sweep() {
        long now = System.nanoTime();
        for (StompSession session : sessions) {
            try {
                session.sweep(now, limits, SWEEP_NANOS);
            } catch (RuntimeException e) {
                LOG.error("The clock stumbled over session {}", session.id(), e); // and must tick on
            }
        }
    }

    @Override
    public void start() {
        running = true;
        clock.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends the clients away before anything that they use stops. */
    @Override
    public void stop() {
        running = false;
        sessions.forEach(session -> session.close(CloseStatus.GOING_AWAY));
        clock.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
