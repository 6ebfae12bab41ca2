package io.damso.persistence.ingest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How messages are consumed from the partition queues.
 *
 * @param batchSize maximum number of envelopes in one batch; each has up to 64 messages
 * @param batchWait how long an incomplete batch waits for the next message
 * @param firstRetry pause before a batch is stored again when the store is not available; doubled after each attempt
 * @param longestRetry maximum of that pause
 * @param confirmTimeout how long the broker may take to confirm a dead letter
 */
@Validated
@ConfigurationProperties("damso.persistence.ingest")
public record IngestProperties(
        @DefaultValue("100") @Min(1) @Max(1_000) int batchSize,

        @DefaultValue("20ms") @DurationMin(nanos = 1, message = "set a positive duration such as 1s")
        Duration batchWait,

        @DefaultValue("200ms") @DurationMin(nanos = 1, message = "set a positive duration such as 1s")
        Duration firstRetry,

        @DefaultValue("5s") Duration longestRetry,

        @DefaultValue("10s") @DurationMin(nanos = 1, message = "set a positive duration such as 1s")
        Duration confirmTimeout) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the first pause is longer than the longest
     */
    public IngestProperties {
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("damso.persistence.ingest.longest-retry is " + longestRetry
                    + "; set it to first-retry (" + firstRetry + ") or more");
        }
    }
}
