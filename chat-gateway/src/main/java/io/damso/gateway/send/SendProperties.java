package io.damso.gateway.send;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of SEND.
 *
 * @param maxTextSize longest text of a message together with its data, in bytes of UTF-8 as JSON writes them, escapes
 *     included
 * @param confirmTimeout maximum wait for the broker's confirm; then the SEND is refused as retryable
 * @param maxUnconfirmed maximum number of messages of a node and partition without a confirm
 * @param waitForPlace maximum time that a SEND waits while so many are unconfirmed, 0s to 5s; then it is refused as
 *     retryable
 * @param waitForSubscribe maximum time that a SEND waits for the answer to an earlier SUBSCRIBE of its session to the
 *     same room, 0s to 5s; then it is sent all the same
 */
@ConfigurationProperties("damso.gateway.send")
@Validated
public record SendProperties(
        @DefaultValue("4KB") @NotNull DataSize maxTextSize,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 1, message = "set 1ms or more")
        Duration confirmTimeout,

        @DefaultValue("5000") @Min(1) int maxUnconfirmed,

        @DefaultValue("2s") @NotNull @DurationMin(message = WAIT) @DurationMax(seconds = 5, message = WAIT)
        Duration waitForPlace,

        @DefaultValue("2s") @NotNull @DurationMin(message = WAIT) @DurationMax(seconds = 5, message = WAIT)
        Duration waitForSubscribe) {

    private static final String WAIT = "set 0s to 5s";
    private static final DataSize LARGEST_TEXT = DataSize.ofMegabytes(1); // more is refused by chat-persistence

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the text size is outside 1B to 1MB
     */
    public SendProperties {
        if (maxTextSize.toBytes() < 1 || maxTextSize.compareTo(LARGEST_TEXT) > 0) {
            throw new IllegalArgumentException(
                    "damso.gateway.send.max-text-size is " + maxTextSize + "; set 1B to 1MB");
        }
    }
}
