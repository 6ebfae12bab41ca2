package io.damso.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.protocol.ErrorCode;
import io.github.bucket4j.Bucket;
import org.jspecify.annotations.Nullable;
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

    /** Counts a handshake, and returns why it is refused, or null if it is not. A hasty address costs the others nothing. */
    public @Nullable ErrorCode take(ClientAddress address) {
        if (!ofAddresses.take(address.value())) {
            return ErrorCode.TOO_MANY_REQUESTS;
        }
        return ofNode.tryConsume(1) ? null : ErrorCode.NODE_BUSY;
    }
}
