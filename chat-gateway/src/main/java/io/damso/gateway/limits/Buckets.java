package io.damso.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** Token buckets of one kind, by whom they limit. One that is full again is as good as none and forgotten. */
final class Buckets {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Bandwidth bandwidth;
    private final TimeMeter meter;
    private final Cache<String, Bucket> byName;

    /**
     * Creates no bucket yet.
     *
     * @param perSecond tokens that come back a second
     * @param burst tokens of a full bucket
     * @param most how many buckets are remembered; beyond that the ones that nobody asked for longest start anew
     */
    Buckets(int perSecond, int burst, int most, Ticker ticker) {
        this.bandwidth = bandwidth(perSecond, burst);
        this.byName = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(SECOND.multipliedBy(1 + burst / perSecond))
                .ticker(ticker)
                .build();
        this.meter = meter(ticker);
    }

    /** Takes a token of this name's bucket, and returns whether there was one. */
    boolean take(String name) {
        return byName.get(name, added -> bucket(bandwidth, meter)).tryConsume(1);
    }

    static Bandwidth bandwidth(int perSecond, int burst) {
        return Bandwidth.builder().capacity(burst).refillGreedy(perSecond, SECOND).build();
    }

    static Bucket bucket(Bandwidth bandwidth, TimeMeter meter) {
        return Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(meter).build();
    }

    static TimeMeter meter(Ticker ticker) {
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
