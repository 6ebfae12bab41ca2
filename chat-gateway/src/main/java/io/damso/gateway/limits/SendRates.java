package io.damso.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.edge.limits.TokenBuckets;
import io.damso.gateway.RefusedException;
import io.damso.gateway.admission.SessionLimits;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.TimeMeter;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Limits the rate of SENDs of each session and of each user. Thread-safe. */
@Component
public final class SendRates {

    private final Bandwidth ofSession;
    private final TokenBuckets ofUsers;
    private final TimeMeter meter;
    private final int maxUnconfirmed;

    @Autowired
    SendRates(SendLimits limits, SessionLimits sessions) {
        this(limits, sessions, Ticker.systemTicker());
    }

    SendRates(SendLimits limits, SessionLimits sessions, Ticker ticker) {
        this.ofSession = TokenBuckets.bandwidth(limits.perSecond(), limits.burst());
        this.ofUsers = new TokenBuckets(limits.userPerSecond(), limits.userBurst(), sessions.perNode(), ticker);
        this.meter = TokenBuckets.meter(ticker);
        this.maxUnconfirmed = limits.maxUnconfirmed();
    }

    /** Returns the limits of a session that sends for the first time. */
    public SendCount begin() {
        return new SendCount(TokenBuckets.bucket(ofSession, meter), maxUnconfirmed);
    }

    /**
     * Counts a SEND. A SEND above the rate of its session is not counted for the user.
     *
     * @throws RefusedException with {@link ErrorCode#TOO_MANY_REQUESTS} if the session or the user exceeds the rate
     */
    public void take(SendCount session, UserId user) throws RefusedException {
        if (!session.take() || !ofUsers.take(user.value())) {
            throw new RefusedException(ErrorCode.TOO_MANY_REQUESTS);
        }
    }
}
