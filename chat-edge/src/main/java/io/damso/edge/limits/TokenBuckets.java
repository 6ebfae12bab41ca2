package io.damso.edge.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * Token buckets with the same rate, by name. A bucket that is certainly full again is dropped, because a new one is
 * equal to it. Thread-safe.
 */
public final class TokenBuckets {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Bandwidth bandwidth;
    private final TimeMeter meter;
    private final Cache<String, Bucket> byName;

    /**
     * Creates an empty set of buckets.
     *
     * @param perSecond tokens that are refilled per second
     * @param burst capacity of a bucket
     * @param most maximum number of buckets; above it, the cache drops some that are rarely used, and they start full
     *     again
     */
    public TokenBuckets(int perSecond, int burst, int most, Ticker ticker) {
        this.bandwidth = bandwidth(perSecond, burst);
        this.byName = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(SECOND.multipliedBy(1 + burst / perSecond))
                .ticker(ticker)
                .build();
        this.meter = meter(ticker);
    }

    /**
     * Takes a token from the bucket of this name.
     *
     * @return false if the bucket is empty
     */
    public boolean take(String name) {
        return byName.get(name, added -> bucket(bandwidth, meter)).tryConsume(1);
    }

    /** Returns the bandwidth of a bucket. */
    public static Bandwidth bandwidth(int perSecond, int burst) {
        return Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(perSecond, SECOND)
                .build();
    }

    /** Returns a full bucket. */
    public static Bucket bucket(Bandwidth bandwidth, TimeMeter meter) {
        return Bucket.builder()
                .addLimit(bandwidth)
                .withCustomTimePrecision(meter)
                .build();
    }

    /** Returns the clock of buckets. */
    public static TimeMeter meter(Ticker ticker) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return ticker.read();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }
}
