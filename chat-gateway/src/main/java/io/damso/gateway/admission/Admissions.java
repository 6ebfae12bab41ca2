package io.damso.gateway.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.edge.limits.ClientAddress;
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
 * Counts the sessions of this node, of each user and of each address. A place is taken at the handshake, so that
 * simultaneous clients are refused at once and not after CONNECT. A place that no session claims within ten seconds is
 * freed. Thread-safe.
 */
@Component
public final class Admissions {

    /** Maximum time from the handshake to the start of the session. */
    private static final long CLAIM_NANOS = Duration.ofSeconds(10).toNanos();

    private final SessionLimits limits;
    private final Ticker ticker;
    private final AtomicInteger all = new AtomicInteger();
    private final BoundedCounters users = new BoundedCounters();
    private final BoundedCounters addresses = new BoundedCounters();
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
     * @throws RefusedException with {@link ErrorCode#ADDRESS_LIMIT} or {@link ErrorCode#NODE_FULL} if the address or
     *     the node has no free place
     */
    public Admission admit(ClientAddress address) throws RefusedException {
        long now = ticker.read();
        freeOverdue(now);
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

    /** Returns whether the node has a free place. Does not reserve it. */
    public boolean hasRoom() {
        freeOverdue(ticker.read());
        return all.get() < limits.perNode();
    }

    /** Removes claimed and freed places from the head of the queue, and frees the overdue ones there. */
    private void freeOverdue(long now) {
        Admission oldest = unclaimed.peek();
        while (oldest != null && (oldest.isValid() || now - oldest.since() > CLAIM_NANOS)) {
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
