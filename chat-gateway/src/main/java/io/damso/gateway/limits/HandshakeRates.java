package io.damso.gateway.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.edge.limits.ClientAddress;
import io.damso.edge.limits.TokenBuckets;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.github.bucket4j.Bucket;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Limits the rate of handshakes of the node and of each client address. Thread-safe. */
@Component
public final class HandshakeRates {

    /**
     * Maximum number of addresses with a bucket. With more addresses at the same time, only the rate of the node is
     * reliable.
     */
    private static final int REMEMBERED_ADDRESSES = 50_000;

    private final Bucket ofNode;
    private final TokenBuckets ofAddresses;

    @Autowired
    HandshakeRates(HandshakeLimits limits) {
        this(limits, Ticker.systemTicker());
    }

    HandshakeRates(HandshakeLimits limits, Ticker ticker) {
        this.ofNode = TokenBuckets.bucket(
                TokenBuckets.bandwidth(limits.perSecond(), limits.burst()), TokenBuckets.meter(ticker));
        this.ofAddresses =
                new TokenBuckets(limits.addressPerSecond(), limits.addressBurst(), REMEMBERED_ADDRESSES, ticker);
    }

    /**
     * Counts a handshake. A handshake above the rate of its address is not counted for the node.
     *
     * @throws RefusedException with {@link ErrorCode#TOO_MANY_REQUESTS} if the address exceeds its rate, or with
     *     {@link ErrorCode#NODE_BUSY} if the node does
     */
    public void take(ClientAddress address) throws RefusedException {
        if (!ofAddresses.take(address.value())) {
            throw new RefusedException(ErrorCode.TOO_MANY_REQUESTS);
        }
        if (!ofNode.tryConsume(1)) {
            throw new RefusedException(ErrorCode.NODE_BUSY);
        }
    }

    /** Returns whether the rate of the node allows another handshake. Does not count one. */
    public boolean allowAnother() {
        return ofNode.getAvailableTokens() > 0;
    }
}
