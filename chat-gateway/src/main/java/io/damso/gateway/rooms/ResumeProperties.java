package io.damso.gateway.rooms;

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
 * Bounds of what a client gets that resumes a room, and of what a feed passes on that it missed.
 *
 * @param maxMessages maximum number of missed messages, 1 to 1000
 * @param maxAge maximum age of the first missed message, up to 24h
 */
@ConfigurationProperties("damso.gateway.resume")
@Validated
public record ResumeProperties(
        @DefaultValue("1000") @Min(1) @Max(1_000) int maxMessages,

        @DefaultValue("24h")
        @NotNull
        @DurationMin(seconds = 1, message = "set 1s to 24h")
        @DurationMax(hours = 24, message = "set 1s to 24h")
        Duration maxAge) {}
