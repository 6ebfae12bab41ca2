package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.SocketProperties;
import io.damso.gateway.frames.FrameProperties;
import io.damso.gateway.lifetime.LifetimeProperties;
import io.damso.gateway.lifetime.TokenLifetime.Due;
import io.damso.gateway.lifetime.UserIndex;
import io.damso.gateway.mailbox.MailboxProperties;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.List;
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
 * The sessions of this node. One clock for all of them sends heart-beats, and closes who is silent, stalled, never said
 * CONNECT or has a token that ended; a timer for each would cost more than the session.
 */
@Component
final class Sessions implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long SWEEP_MILLIS = 200;
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);

    private final Set<StompSession> sessions = ConcurrentHashMap.newKeySet();
    private final UserIndex<UserId, StompSession> byUser = new UserIndex<>();
    private final StompSession.Limits limits;
    private final long noticeMillis;
    private final Replies replies;
    private final Clock wallClock;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("session-clock").factory());
    private volatile boolean running;

    Sessions(
            MailboxProperties mailbox,
            SocketProperties socket,
            FrameProperties frames,
            LifetimeProperties lifetime,
            Replies replies,
            Clock wallClock,
            MeterRegistry meters) {
        this.limits = new StompSession.Limits(
                mailbox.sendTimeLimit().toNanos(),
                socket.connectTimeout().toNanos(),
                frames.timeout().toNanos());
        this.noticeMillis = lifetime.expiryNotice().toMillis();
        this.replies = replies;
        this.wallClock = wallClock;
        meters.gaugeCollectionSize("damso.sessions.open", Tags.empty(), sessions);
        meters.gauge("damso.sessions.users", Tags.empty(), byUser, UserIndex::users);
    }

    void add(StompSession session) {
        sessions.add(session);
    }

    /** Notes whose session it is, before anything is done for the user. */
    void connected(StompSession session, UserId user) {
        byUser.add(user, session);
        if (!sessions.contains(session)) {
            byUser.remove(user, session); // its socket was closed meanwhile
        }
    }

    void remove(StompSession session) {
        sessions.remove(session);
        AuthenticatedUser user = session.user();
        if (user != null) {
            byUser.remove(user.userId(), session);
        }
    }

    /** Returns the sessions of this node as they are now, also those before CONNECT. */
    List<StompSession> all() {
        return List.copyOf(sessions);
    }

    /** Returns the user's sessions as they are now. */
    List<StompSession> of(UserId user) {
        return byUser.of(user);
    }

    /** Ends the session if its token has ended; returns whether it has. */
    boolean endIfExpired(StompSession session) {
        boolean expired = session.lifetime().due(wallClock.millis(), 0) == Due.END;
        if (expired) {
            replies.dismiss(session, ErrorCode.TOKEN_EXPIRED);
        }
        return expired;
    }

    private void sweep() {
        long now = System.nanoTime();
        long wallTime = wallClock.millis();
        for (StompSession session : sessions) {
            try {
                session.sweep(now, limits, SWEEP_NANOS);
                watchToken(session, wallTime);
            } catch (RuntimeException e) {
                LOG.error("The clock stumbled over session {}", session.id(), e); // and must tick on
            }
        }
    }

    private void watchToken(StompSession session, long wallTime) {
        if (session.isEnding()) {
            return;
        }
        switch (session.lifetime().due(wallTime, noticeMillis)) {
            case NOTICE -> {
                if (replies.notice(session, ErrorCode.TOKEN_EXPIRING, null)) {
                    session.lifetime().noticed();
                } // else once it listens
            }
            case END -> replies.dismiss(session, ErrorCode.TOKEN_EXPIRED);
            case NOTHING -> { }
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
