package io.damso.gateway.access;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a node remembers about who is a member of which room. Changes arrive as events; the ages bound what is believed
 * when an event was lost.
 *
 * @param maxMemberships how many answers a node remembers
 * @param refreshAfter age at which a positive answer is asked for again in the background
 * @param recheckAfter how often the memberships of running subscriptions and the remembered ones are asked for anew;
 *     bounds how long a removed member hears on when the event of the removal was lost
 * @param keepWithoutAnswer age up to which a positive answer counts while nobody can refresh it
 * @param forgetRefusalAfter age at which a negative answer is forgotten
 * @param answerTimeout how long a new question waits for its answer
 */
@ConfigurationProperties("damso.gateway.access")
@Validated
public record AccessProperties(
        @DefaultValue("200000") @Min(1) int maxMemberships,
        @DefaultValue("60s") @NotNull Duration refreshAfter,
        @DefaultValue("10m") @NotNull Duration recheckAfter,
        @DefaultValue("2h") @NotNull Duration keepWithoutAnswer,
        @DefaultValue("5s") @NotNull Duration forgetRefusalAfter,
        @DefaultValue("2s") @NotNull Duration answerTimeout) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if an age is not positive, or answers are forgotten before they are refreshed
     */
    public AccessProperties {
        positive("refresh-after", refreshAfter);
        positive("recheck-after", recheckAfter);
        positive("forget-refusal-after", forgetRefusalAfter);
        positive("answer-timeout", answerTimeout);
        if (keepWithoutAnswer.compareTo(refreshAfter) < 0) {
            throw new IllegalArgumentException("damso.gateway.access.keep-without-answer (" + keepWithoutAnswer
                    + ") is below damso.gateway.access.refresh-after (" + refreshAfter + "); raise it");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "damso.gateway.access." + name + " is " + value + "; set more than 0");
        }
    }
}
