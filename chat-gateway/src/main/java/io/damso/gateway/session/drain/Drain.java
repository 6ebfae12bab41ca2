package io.damso.gateway.session.drain;

import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Sessions;
import io.damso.protocol.NodeDraining;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Which session of a stopping node is closed when. Sessions are closed in random order, evenly over the duration, so
 * that their clients do not all connect to other nodes at once. In the first tenth none is closed: proxies that poll
 * the readiness learn of the stop, and clients that got the notice may leave by themselves. A session is closed when
 * its requests are answered, at most {@link #ANSWER_GRACE} later. Has neither a thread nor a clock; confined to one
 * thread, except {@link #hurry}.
 */
final class Drain {

    /** Maximum time that a session stays open because of unanswered requests. */
    static final Duration ANSWER_GRACE = Duration.ofSeconds(5);

    /**
     * Maximum time from the last close to the end of the last session: the session clock aborts a session whose client
     * does not answer the close for five seconds.
     */
    static final Duration CLOSE_GRACE = Duration.ofSeconds(6);

    private static final int LEAD = 10;

    private final Sessions sessions;
    private final long durationNanos;
    private final RandomGenerator random;
    private final Map<ClientSession, Long> closesAt = new HashMap<>();
    private long begunAt;
    private int unanswered;
    private volatile boolean hurried;

    /**
     * Creates a drain that has not begun.
     *
     * @param duration time over which the sessions are closed
     */
    Drain(Sessions sessions, Duration duration, RandomGenerator random) {
        this.sessions = sessions;
        this.durationNanos = duration.toNanos();
        this.random = random;
    }

    /**
     * Plans the close of each session, and tells its client.
     *
     * @param now as {@link System#nanoTime}
     * @return number of sessions
     */
    int begin(long now) {
        begunAt = now;
        List<ClientSession> all = new ArrayList<>();
        sessions.forEach(all::add);
        Collections.shuffle(all, random);
        long lead = durationNanos / LEAD;
        for (int i = 0; i < all.size(); i++) {
            double share = (i + random.nextDouble()) / all.size();
            plan(all.get(i), now, lead + (long) (share * (durationNanos - lead)));
        }
        return all.size();
    }

    private long plan(ClientSession session, long now, long afterNanos) {
        session.channel().draining(new NodeDraining(TimeUnit.NANOSECONDS.toMillis(afterNanos)));
        closesAt.put(session, now + afterNanos);
        return now + afterNanos;
    }

    /**
     * Closes the sessions that are due. Called every few milliseconds, so those that are due in between are closed
     * together.
     *
     * @return whether the drain has ended: no session is left, or the longest time has passed
     */
    boolean step(long now) {
        boolean[] open = {false};
        sessions.forEach(session -> {
            open[0] = true;
            if (!session.isEnding()) {
                step(session, now);
            }
        });
        return !open[0]
                || now - begunAt
                        > durationNanos + ANSWER_GRACE.plus(CLOSE_GRACE).toNanos();
    }

    private void step(ClientSession session, long now) {
        Long planned = closesAt.get(session);
        // A session without a plan had its handshake before the stop, and was opened after it.
        long at = planned == null ? plan(session, now, untilTheEnd(now)) : planned;
        if (hurried || now - at >= ANSWER_GRACE.toNanos()) {
            unanswered += hurried ? 0 : 1;
            session.close(ClientSession.NODE_STOPS);
        } else if (now - at >= 0 && !session.isDraining()) {
            session.closeWhenAnswered();
        }
    }

    private long untilTheEnd(long now) {
        return (long) (random.nextDouble() * Math.max(0, begunAt + durationNanos - now));
    }

    /** Returns the number of sessions that were closed although a request had no answer. */
    int unanswered() {
        return unanswered;
    }

    /** The next {@link #step} closes all sessions. Thread-safe. */
    void hurry() {
        hurried = true;
    }
}
