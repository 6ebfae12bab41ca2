package io.damso.gateway.admission;

import io.damso.edge.limits.ClientAddress;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The place of one session on the node, counted until {@link #end}. Thread-safe, because a socket may close while its
 * CONNECT is handled.
 */
public final class Admission {

    private enum State {
        UNCLAIMED,
        CLAIMED,
        ENDED
    }

    private final Admissions admissions;
    private final ClientAddress address;
    private final long since;
    private @Nullable UserId user;
    private boolean left;
    private State state = State.UNCLAIMED;

    Admission(Admissions admissions, ClientAddress address, long since) {
        this.admissions = admissions;
        this.address = address;
        this.since = since;
    }

    /**
     * Claims the place for a session that has begun.
     *
     * @return false if the place was freed before, because the claim was too late
     */
    public synchronized boolean claim() {
        if (state == State.UNCLAIMED) {
            state = State.CLAIMED;
        }
        return state == State.CLAIMED;
    }

    /**
     * Counts the session for its user. Has no effect after {@link #leave} or if it is counted already.
     *
     * @throws RefusedException with {@link ErrorCode#TOO_MANY_SESSIONS} if the user has too many
     */
    public synchronized void belongsTo(UserId owner) throws RefusedException {
        if (left || user != null) {
            return;
        }
        if (!admissions.add(owner)) {
            throw new RefusedException(ErrorCode.TOO_MANY_SESSIONS);
        }
        user = owner;
    }

    /**
     * Stops counting the session for its user. The socket may stay open for seconds, until the client has answered the
     * close; the place on the node stays in use until {@link #end}. Repeated calls have no effect.
     */
    public synchronized void leave() {
        if (user != null) {
            admissions.left(user);
            user = null;
        }
        left = true;
    }

    /** Frees the place. Repeated calls have no effect. */
    public synchronized void end() {
        if (state != State.ENDED) {
            state = State.ENDED;
            leave();
            admissions.ended(address);
        }
    }

    /** Frees the place if no session has claimed it. */
    public synchronized void endUnclaimed() {
        if (state == State.UNCLAIMED) {
            end();
        }
    }

    long since() {
        return since;
    }

    synchronized boolean isValid() {
        return state != State.UNCLAIMED;
    }
}
