package io.damso.persistence.ingest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the durable queues are read.
 *
 * @param batchSize most messages that are stored at once
 * @param batchWait how long an incomplete batch waits for its next message
 * @param firstRetry pause before a batch is tried again when the store is away; doubled each time
 * @param longestRetry longest such pause
 * @param confirmTimeout how long the broker may take to confirm a dead letter
 */
@Validated
@ConfigurationProperties("damso.persistence.ingest")
public record IngestProperties(
        @DefaultValue("500") @Min(1) @Max(5_000) int batchSize,
        @DefaultValue("20ms") Duration batchWait,
        @DefaultValue("200ms") Duration firstRetry,
        @DefaultValue("5s") Duration longestRetry,
        @DefaultValue("10s") Duration confirmTimeout) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a duration is not positive, or the first pause is longer than the longest
     */
    public IngestProperties {
        requirePositive("batch-wait", batchWait);
        requirePositive("first-retry", firstRetry);
        requirePositive("confirm-timeout", confirmTimeout);
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("damso.persistence.ingest.longest-retry is " + longestRetry
                    + "; set it to first-retry (" + firstRetry + ") or more");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    "damso.persistence.ingest." + name + " is " + value + "; set a positive duration such as 1s");
        }
    }
}
