package io.damso.gateway.limits;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One session's place on the node. Safe for use by many threads: a socket may end while its CONNECT is being handled.
 */
public final class Admission {

    /** Attribute of a request and of a WebSocket session under which a handshake leaves its place. */
    public static final String ATTRIBUTE = Admission.class.getName();

    private enum State { UNCLAIMED, CLAIMED, ENDED }

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

    /** Claims the place for a session that has begun; false if that took so long that the place is gone. */
    public synchronized boolean claim() {
        if (state == State.UNCLAIMED) {
            state = State.CLAIMED;
        }
        return state == State.CLAIMED;
    }

    /**
     * Counts the session as one of its user's.
     *
     * @throws RefusedException if the user has too many
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
     * Counts the session no longer as its user's: it ends, and its socket may outlive it for seconds, until the client
     * has answered the close. The place on the node is taken until {@link #end}. Does nothing twice.
     */
    public synchronized void leave() {
        if (user != null) {
            admissions.left(user);
            user = null;
        }
        left = true;
    }

    /** Gives the place back. Does nothing twice. */
    public synchronized void end() {
        if (state != State.ENDED) {
            state = State.ENDED;
            leave();
            admissions.ended(address);
        }
    }

    /** Gives the place back if no session has it. */
    public synchronized void endUnclaimed() {
        if (state == State.UNCLAIMED) {
            end();
        }
    }

    long since() {
        return since;
    }

    synchronized boolean isSettled() {
        return state != State.UNCLAIMED;
    }
}
