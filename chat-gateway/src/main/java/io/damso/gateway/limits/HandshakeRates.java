package io.damso.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.github.bucket4j.Bucket;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Counts handshakes against what the node takes, and what one address may. Safe for use by many threads. */
@Component
public final class HandshakeRates {

    /** Beyond as many addresses at a time it is the node's own rate that holds. */
    private static final int REMEMBERED_ADDRESSES = 50_000;

    private final Bucket ofNode;
    private final Buckets ofAddresses;

    @Autowired
    HandshakeRates(HandshakeLimits limits) {
        this(limits, Ticker.systemTicker());
    }

    HandshakeRates(HandshakeLimits limits, Ticker ticker) {
        this.ofNode =
                Buckets.bucket(Buckets.bandwidth(limits.perSecond(), limits.burst()), Buckets.meter(ticker));
        this.ofAddresses =
                new Buckets(limits.addressPerSecond(), limits.addressBurst(), REMEMBERED_ADDRESSES, ticker);
    }

    /**
     * Counts a handshake. A hasty address does not use up what the node has for others.
     *
     * @throws RefusedException if the address or the node has had too many
     */
    public void take(ClientAddress address) throws RefusedException {
        if (!ofAddresses.take(address.value())) {
            throw new RefusedException(ErrorCode.TOO_MANY_REQUESTS);
        }
        if (!ofNode.tryConsume(1)) {
            throw new RefusedException(ErrorCode.NODE_BUSY);
        }
    }
}
