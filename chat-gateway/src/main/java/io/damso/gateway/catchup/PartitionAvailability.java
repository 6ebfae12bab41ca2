package io.damso.gateway.catchup;

import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.gateway.catchup.Canaries.Fate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Whether every partition has a queue. The readiness of the node depends on it: a node cannot keep messages of a
 * partition without one. Tested at the start and every minute. A partition whose messages nobody stores at the moment
 * counts as available, because they wait in its queue and chat goes on; {@code damso_partitions_unanswered} counts those.
 */
@Component("partitionsHealthIndicator")
final class PartitionAvailability extends AbstractHealthIndicator implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionAvailability.class);
    private static final long EVERY_MILLIS = 60_000;

    /** Until every partition has been tested once, for example because the broker was away at the start. */
    private static final long FIRST_EVERY_MILLIS = 1_000;

    private final Canaries canaries;
    private final SerialExecutor clock =
            new SerialExecutor("canaries", new Guard(LOG, "The way to the partitions could not be tested"));
    private volatile boolean running;

    PartitionAvailability(StoredRooms stored, MeterRegistry meters) {
        canaries = new Canaries(stored, Executors.newVirtualThreadPerTaskExecutor());
        meters.gauge("damso.partitions.unanswered", Tags.empty(), canaries, each -> each.count(Fate.UNANSWERED));
        meters.gauge("damso.partitions.unroutable", Tags.empty(), canaries, each -> each.count(Fate.UNROUTABLE));
    }

    @Override
    public void start() {
        running = true;
        clock.execute(canaries::send);
        clock.every(FIRST_EVERY_MILLIS, () -> {
            if (canaries.count(Fate.UNKNOWN) > 0) {
                canaries.send();
            }
        });
        clock.every(EVERY_MILLIS, canaries::send);
    }

    @Override
    public void stop() {
        running = false;
        clock.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        int unroutable = canaries.count(Fate.UNROUTABLE);
        int unknown = canaries.count(Fate.UNKNOWN);
        if (unroutable + unknown == 0) {
            builder.up();
        } else {
            builder.outOfService().withDetail("withoutQueue", unroutable).withDetail("untested", unknown);
        }
    }
}
