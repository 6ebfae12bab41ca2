package io.damso.gateway.membership;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Cache of memberships on a node. Changes arrive as events; the ages bound how long a wrong membership is used when an
 * event was lost.
 *
 * @param maxMemberships maximum number of memberships that a node caches
 * @param refreshAfter age at which a cached membership is asked for again in the background
 * @param recheckAfter interval at which the memberships of open subscriptions and the cached ones are re-checked;
 *     bounds how long a removed member still receives messages when the event of the removal was lost
 * @param keepWithoutAnswer age up to which a cached membership is used while it cannot be refreshed; one that another
 *     gateway knew may be used as long again
 * @param answerTimeout maximum wait for the answer to a membership question
 * @param maxQuestions maximum number of queued membership questions; further ones are refused as retryable
 * @param holdAfterOutage maximum time after a reconnect to the broker in which rooms and SENDs wait for the re-check of
 *     memberships; then cached memberships are used again; 0 disables the wait
 */
@ConfigurationProperties("damso.gateway.access")
@Validated
public record MembershipProperties(
        @DefaultValue("200000") @Min(1) int maxMemberships,

        @DefaultValue("60s") @NotNull @DurationMin(nanos = 1, message = "set more than 0")
        Duration refreshAfter,

        @DefaultValue("10m") @NotNull @DurationMin(nanos = 1, message = "set more than 0")
        Duration recheckAfter,

        @DefaultValue("2h") @NotNull Duration keepWithoutAnswer,

        @DefaultValue("5s") @NotNull @DurationMin(nanos = 1, message = "set more than 0")
        Duration answerTimeout,

        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxQuestions,

        @DefaultValue("5s")
        @NotNull
        @DurationMin(message = "set 0s to 1m")
        @DurationMax(minutes = 1, message = "set 0s to 1m")
        Duration holdAfterOutage) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if cached memberships expire before they are refreshed
     */
    public MembershipProperties {
        if (keepWithoutAnswer.compareTo(refreshAfter) < 0) {
            throw new IllegalArgumentException("damso.gateway.access.keep-without-answer (" + keepWithoutAnswer
                    + ") is below damso.gateway.access.refresh-after (" + refreshAfter + "); raise it");
        }
    }
}
