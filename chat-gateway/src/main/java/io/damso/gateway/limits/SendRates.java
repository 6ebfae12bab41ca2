package io.damso.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.TimeMeter;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Counts SENDs against what a session and its user may. Safe for use by many threads. */
@Component
public final class SendRates {

    private final Bandwidth ofSession;
    private final Buckets ofUsers;
    private final TimeMeter meter;
    private final int maxUnconfirmed;

    @Autowired
    SendRates(SendLimits limits, SessionLimits sessions) {
        this(limits, sessions, Ticker.systemTicker());
    }

    SendRates(SendLimits limits, SessionLimits sessions, Ticker ticker) {
        this.ofSession = Buckets.bandwidth(limits.perSecond(), limits.burst());
        this.ofUsers = new Buckets(limits.userPerSecond(), limits.userBurst(), sessions.perNode(), ticker);
        this.meter = Buckets.meter(ticker);
        this.maxUnconfirmed = limits.maxUnconfirmed();
    }

    /** Returns the count of a session that begins to send. */
    public SendCount begin() {
        return new SendCount(Buckets.bucket(ofSession, meter), maxUnconfirmed);
    }

    /**
     * Counts a SEND.
     *
     * @throws RefusedException if the session or the user sends too fast
     */
    public void take(SendCount session, UserId user) throws RefusedException {
        if (!session.take() || !ofUsers.take(user.value())) {
            throw new RefusedException(ErrorCode.TOO_MANY_REQUESTS);
        }
    }
}
