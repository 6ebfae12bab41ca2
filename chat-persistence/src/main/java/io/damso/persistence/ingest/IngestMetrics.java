package io.damso.persistence.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** Metrics of the ingest. */
final class IngestMetrics {

    private final Counter stored;
    private final Counter duplicate;
    private final Counter deadLettered;
    private final DistributionSummary batch;

    IngestMetrics(MeterRegistry registry) {
        this.stored = counter(registry, "stored");
        this.duplicate = counter(registry, "duplicate");
        this.deadLettered = counter(registry, "dead-lettered");
        this.batch = DistributionSummary.builder("damso.ingest.batch")
                .description("Messages in a batch")
                .baseUnit("messages")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("damso.ingest.messages")
                .description("Deliveries by result")
                .tag("outcome", outcome)
                .register(registry);
    }

    void stored(int fresh, int all) {
        batch.record(all);
        stored.increment(fresh);
        duplicate.increment(all - fresh);
    }

    void deadLettered() {
        deadLettered.increment();
    }
}
