package io.damso.gateway.mailbox;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How frames wait for their socket.
 *
 * @param limit how much may wait for a slow reader before it is closed; one frame may always wait
 * @param sendTimeLimit how long one write may take before the reader is closed
 * @param pace how long messages of rooms gather at most, so that several leave in one write; the first one after a quiet
 *     moment leaves at once; 0 never waits
 * @param joinLimit up to which size frames that wait leave in one WebSocket message; 0 sends each in its own
 */
@ConfigurationProperties("damso.gateway.mailbox")
@Validated
public record MailboxProperties(
        @DefaultValue("1MB") @NotNull DataSize limit,
        @DefaultValue("10s") @NotNull Duration sendTimeLimit,
        @DefaultValue("10ms") @NotNull Duration pace,
        @DefaultValue("8KB") @NotNull DataSize joinLimit) {

    private static final DataSize SMALLEST_LIMIT = DataSize.ofKilobytes(64);
    private static final Duration LONGEST_PACE = Duration.ofSeconds(1);
    private static final DataSize LARGEST_JOIN = DataSize.ofMegabytes(1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the limit is below 64KB, the time limit not positive, the pace not
     *     between 0 and 1s, or more than 1MB is joined
     */
    public MailboxProperties {
        if (limit.compareTo(SMALLEST_LIMIT) < 0 || limit.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("damso.gateway.mailbox.limit is " + limit + "; set 64KB to 2GB");
        }
        if (sendTimeLimit.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "damso.gateway.mailbox.send-time-limit is " + sendTimeLimit + "; set 1ms or more");
        }
        if (pace.isNegative() || pace.compareTo(LONGEST_PACE) > 0) {
            throw new IllegalArgumentException("damso.gateway.mailbox.pace is " + pace + "; set 0ms to 1s");
        }
        if (joinLimit.isNegative() || joinLimit.compareTo(LARGEST_JOIN) > 0) {
            throw new IllegalArgumentException("damso.gateway.mailbox.join-limit is " + joinLimit + "; set 0B to 1MB");
        }
    }
}
