package io.damso.gateway.limits;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import org.jspecify.annotations.Nullable;

/** One session's place on the node. Safe for use by many threads: a socket may end while its CONNECT is being handled. */
public final class Admission {

    private final Admissions admissions;
    private final ClientAddress address;
    private @Nullable UserId user;
    private boolean ended;

    Admission(Admissions admissions, ClientAddress address) {
        this.admissions = admissions;
        this.address = address;
    }

    /** Returns where the session comes from. */
    public ClientAddress address() {
        return address;
    }

    /**
     * Counts the session as one of its user's.
     *
     * @throws RefusedException if the user has too many
     */
    public synchronized void belongsTo(UserId owner) throws RefusedException {
        if (ended || user != null) {
            return;
        }
        if (!admissions.add(owner)) {
            throw new RefusedException(ErrorCode.TOO_MANY_SESSIONS);
        }
        user = owner;
    }

    /** Gives the place back. Does nothing twice. */
    public synchronized void end() {
        if (!ended) {
            ended = true;
            admissions.ended(address, user);
        }
    }
}
