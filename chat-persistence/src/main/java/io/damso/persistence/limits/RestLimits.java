package io.damso.persistence.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Rate limits of REST of an instance. Requests above them are refused with 429.
 *
 * @param userPerSecond sustained rate of requests of a user per second
 * @param userBurst maximum burst of requests of a user
 * @param addressPerSecond sustained rate of requests without a valid token of an address per second
 * @param addressBurst maximum burst of requests without a valid token of an address
 * @param newRoomsPerSecond sustained rate of new rooms of a user per second
 * @param newRoomsBurst maximum burst of new rooms of a user
 */
@ConfigurationProperties("damso.persistence.limits")
@Validated
record RestLimits(
        @DefaultValue("50") @Min(1) @Max(1_000_000) int userPerSecond,
        @DefaultValue("500") @Min(1) @Max(1_000_000) int userBurst,
        @DefaultValue("50") @Min(1) @Max(1_000_000) int addressPerSecond,
        @DefaultValue("500") @Min(1) @Max(1_000_000) int addressBurst,
        @DefaultValue("1") @Min(1) @Max(1_000_000) int newRoomsPerSecond,
        @DefaultValue("100") @Min(1) @Max(1_000_000) int newRoomsBurst) {}
