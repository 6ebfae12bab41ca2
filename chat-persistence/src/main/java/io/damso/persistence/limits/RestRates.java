package io.damso.persistence.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import io.damso.edge.limits.ClientAddress;
import io.damso.edge.limits.TokenBuckets;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Limits the rate of REST requests: of users, and of addresses whose requests have no valid token. Each instance counts
 * for itself. Thread-safe.
 */
@Component
public final class RestRates {

    /** Maximum number of users, and of addresses, with a bucket. With more at the same time, some start full again. */
    private static final int REMEMBERED = 50_000;

    private final TokenBuckets ofUsers;
    private final TokenBuckets ofAddresses;
    private final TokenBuckets newRooms;

    @Autowired
    RestRates(RestLimits limits) {
        this(limits, Ticker.systemTicker());
    }

    RestRates(RestLimits limits, Ticker ticker) {
        this.ofUsers = new TokenBuckets(limits.userPerSecond(), limits.userBurst(), REMEMBERED, ticker);
        this.ofAddresses = new TokenBuckets(limits.addressPerSecond(), limits.addressBurst(), REMEMBERED, ticker);
        this.newRooms = new TokenBuckets(limits.newRoomsPerSecond(), limits.newRoomsBurst(), REMEMBERED, ticker);
    }

    /** Counts a request of a user; returns whether the rate allows it. */
    public boolean takeOfUser(String userId) {
        return ofUsers.take(userId);
    }

    /** Counts a request without a valid token; returns whether the rate of its address allows it. */
    public boolean takeOfAddress(String address) {
        return ofAddresses.take(ClientAddress.of(address).value());
    }

    /** Counts a new room; returns whether the user's rate allows it. */
    public boolean takeNewRoom(String userId) {
        return newRooms.take(userId);
    }
}
