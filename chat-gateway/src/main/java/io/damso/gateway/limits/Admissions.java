package io.damso.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts the sessions of this node, of each user and of each address. A place is taken at the handshake, so that as
 * many clients as come at once find out at once; one that no session claims in time is free again. Safe for use by
 * many threads.
 */
@Component
public final class Admissions {

    /** Far more than a handshake takes. */
    private static final long CLAIM_NANOS = Duration.ofSeconds(10).toNanos();

    private final SessionLimits limits;
    private final Ticker ticker;
    private final AtomicInteger all = new AtomicInteger();
    private final Tally users = new Tally();
    private final Tally addresses = new Tally();
    private final Queue<Admission> unclaimed = new ConcurrentLinkedQueue<>();

    @Autowired
    Admissions(SessionLimits limits) {
        this(limits, Ticker.systemTicker());
    }

    Admissions(SessionLimits limits, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
    }

    /**
     * Takes a place for a session that is about to begin.
     *
     * @throws RefusedException if there is none, for this address or for anybody
     */
    public Admission admit(ClientAddress address) throws RefusedException {
        long now = ticker.read();
        forget(now);
        if (!addresses.add(address.value(), limits.perAddress())) {
            throw new RefusedException(ErrorCode.ADDRESS_LIMIT);
        }
        if (all.incrementAndGet() > limits.perNode()) {
            ended(address);
            throw new RefusedException(ErrorCode.NODE_FULL);
        }
        Admission admission = new Admission(this, address, now);
        unclaimed.add(admission);
        return admission;
    }

    /** Oldest first: those that sessions have claimed, and those that none will. */
    private void forget(long now) {
        Admission oldest = unclaimed.peek();
        while (oldest != null && (oldest.isSettled() || now - oldest.since() > CLAIM_NANOS)) {
            if (unclaimed.remove(oldest)) {
                oldest.endUnclaimed();
            }
            oldest = unclaimed.peek();
        }
    }

    boolean add(UserId user) {
        return users.add(user.value(), limits.perUser());
    }

    void left(UserId user) {
        users.remove(user.value());
    }

    void ended(ClientAddress address) {
        all.decrementAndGet();
        addresses.remove(address.value());
    }
}
