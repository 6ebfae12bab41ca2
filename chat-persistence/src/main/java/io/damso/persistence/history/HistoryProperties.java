package io.damso.persistence.history;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How requests for the history wait for a message that is not stored yet.
 *
 * @param cursorWait maximum time that a request waits until the message of its cursor is stored, 0s to 5s; then it is
 *     refused as retryable
 * @param maxWaiting maximum number of requests that wait; further ones are refused as retryable at once
 * @param maxWaitingPerUser maximum number of requests of one user that wait
 */
@Validated
@ConfigurationProperties("damso.persistence.history")
record HistoryProperties(
        @DefaultValue("2s") @DurationMin(message = WAIT) @DurationMax(seconds = 5, message = WAIT)
        Duration cursorWait,

        @DefaultValue("100") @Min(0) @Max(10_000) int maxWaiting,
        @DefaultValue("10") @Min(0) @Max(10_000) int maxWaitingPerUser) {

    private static final String WAIT = "set 0s to 5s";
}
