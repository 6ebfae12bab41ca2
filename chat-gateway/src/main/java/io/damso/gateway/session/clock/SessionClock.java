package io.damso.gateway.session.clock;

import io.damso.gateway.Guard;
import io.damso.gateway.lifetime.TokenLifetime;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Due;
import io.damso.gateway.session.Sessions;
import io.damso.protocol.ErrorCode;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * Checks all sessions of the node every 200 ms on one thread. Sends heart-beats, and ends sessions whose client is
 * silent, too slow or not connected in time, or whose token has ended. Replaces a timer for each session.
 */
@Component
public final class SessionClock implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SessionClock.class);

    private final Guard guard = new Guard(LOG, "The check of a session failed unexpectedly; others continue");
    private final Sessions sessions;
    private final Answers answers;
    private final Clock wallClock;
    private final SessionTimes times;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("session-clock").factory());
    private volatile boolean running;

    SessionClock(Sessions sessions, Answers answers, Clock wallClock, SessionTimes times) {
        this.sessions = sessions;
        this.answers = answers;
        this.wallClock = wallClock;
        this.times = times;
    }

    /**
     * Ends the session if its token has ended.
     *
     * @return whether the token has ended
     */
    public boolean endIfExpired(ClientSession session) {
        boolean expired = session.lifetime().due(wallClock.millis(), 0) == TokenLifetime.Due.END;
        if (expired) {
            answers.end(session, null, ErrorCode.TOKEN_EXPIRED);
        }
        return expired;
    }

    private void sweep() {
        sweep(System.nanoTime());
    }

    /** Performs the due action of each session. */
    void sweep(long now) {
        long wallTime = wallClock.millis();
        sessions.forEach(session -> guard.run(() -> sweep(session, now, wallTime)));
    }

    private void sweep(ClientSession session, long now, long wallTime) {
        switch (session.due(now, times.limits())) {
            case Due.Nothing() -> {}
            case Due.Abort() -> session.abort();
            case Due.Close() -> session.close(CloseStatus.NORMAL);
            case Due.Heartbeat() -> session.channel().heartbeat();
            case Due.End(ErrorCode code) -> answers.end(session, null, code);
        }
        if (!session.isEnding()) {
            watchToken(session, wallTime);
        }
    }

    private void watchToken(ClientSession session, long wallTime) {
        switch (session.lifetime().due(wallTime, times.noticeMillis())) {
            case NOTICE -> {
                if (answers.notice(session, ErrorCode.TOKEN_EXPIRING, null)) {
                    session.lifetime().noticed();
                } // else repeated until the client can receive it
            }
            case END -> answers.end(session, null, ErrorCode.TOKEN_EXPIRED);
            case NOTHING -> {}
        }
    }

    @Override
    public void start() {
        running = true;
        guard.every(timer, SessionTimes.SWEEP_MILLIS, SessionTimes.SWEEP_MILLIS, this::sweep);
    }

    /**
     * Closes the sessions that the drain has left, with status 1012 (service restart), before the components that they
     * use stop.
     */
    @Override
    public void stop() {
        running = false;
        sessions.forEach(session -> session.close(ClientSession.NODE_STOPS));
        timer.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
