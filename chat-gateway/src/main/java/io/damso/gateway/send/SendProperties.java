package io.damso.gateway.send;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of SEND.
 *
 * @param maxTextSize longest text of a message, in bytes of UTF-8
 * @param confirmTimeout how long the broker's confirm is waited for before the client is told to send again
 * @param maxUnconfirmed how many messages of a node may wait for confirms; further ones are refused as retryable
 * @param channels how many channels publish side by side; a room always uses the same one, which keeps its order
 */
@ConfigurationProperties("damso.gateway.send")
@Validated
public record SendProperties(
        @DefaultValue("8KB") @NotNull DataSize maxTextSize,
        @DefaultValue("10s") @NotNull Duration confirmTimeout,
        @DefaultValue("20000") @Min(1) int maxUnconfirmed,
        @DefaultValue("4") @Min(1) @Max(64) int channels) {

    private static final DataSize LARGEST_TEXT = DataSize.ofMegabytes(1); // more is refused by chat-persistence

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the text size is outside 1B to 1MB or the timeout is not positive
     */
    public SendProperties {
        if (maxTextSize.toBytes() < 1 || maxTextSize.compareTo(LARGEST_TEXT) > 0) {
            throw new IllegalArgumentException("damso.gateway.send.max-text-size is " + maxTextSize + "; set 1B to 1MB");
        }
        if (confirmTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "damso.gateway.send.confirm-timeout is " + confirmTimeout + "; set 1ms or more");
        }
    }
}
