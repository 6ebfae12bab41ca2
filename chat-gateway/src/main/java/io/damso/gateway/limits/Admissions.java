package io.damso.gateway.limits;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts the sessions of this node, of each user and of each address. Safe for use by many threads. */
@Component
public final class Admissions {

    private final SessionLimits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final Tally users = new Tally();
    private final Tally addresses = new Tally();

    Admissions(SessionLimits limits) {
        this.limits = limits;
    }

    /** Returns why a session from this address would be refused at this moment, or null if it would not. */
    public @Nullable ErrorCode refusal(ClientAddress address) {
        if (addresses.of(address.value()) >= limits.perAddress()) {
            return ErrorCode.ADDRESS_LIMIT;
        }
        return all.get() >= limits.perNode() ? ErrorCode.NODE_FULL : null;
    }

    /**
     * Counts a session until its admission ends.
     *
     * @throws RefusedException if there is no room; others may have come since {@link #refusal} was asked
     */
    public Admission admit(ClientAddress address) throws RefusedException {
        if (!addresses.add(address.value(), limits.perAddress())) {
            throw new RefusedException(ErrorCode.ADDRESS_LIMIT);
        }
        if (all.incrementAndGet() > limits.perNode()) {
            ended(address, null);
            throw new RefusedException(ErrorCode.NODE_FULL);
        }
        return new Admission(this, address);
    }

    boolean add(UserId user) {
        return users.add(user.value(), limits.perUser());
    }

    void ended(ClientAddress address, @Nullable UserId user) {
        all.decrementAndGet();
        addresses.remove(address.value());
        if (user != null) {
            users.remove(user.value());
        }
    }
}
