package io.damso.gateway.mailbox;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Queues of frames that wait for their socket.
 *
 * @param limit maximum size of the frames that wait for a client; above it the client is closed as a slow reader; one
 *     frame may always wait
 * @param sendTimeLimit maximum duration of one write; then the client is closed as a slow reader
 * @param pace maximum time in which messages of rooms are collected for one write; after an idle time the first one is
 *     written at once; 0 never waits
 * @param writeSize maximum size of waiting frames in one write to a WebSocket, each frame in a separate message; a
 *     larger frame is written alone; 0 writes each frame alone
 */
@ConfigurationProperties("damso.gateway.mailbox")
@Validated
public record MailboxProperties(
        @DefaultValue("1MB") @NotNull DataSize limit,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 1, message = "set 1ms or more")
        Duration sendTimeLimit,

        @DefaultValue("10ms")
        @NotNull
        @DurationMin(message = "set 0ms to 1s")
        @DurationMax(seconds = 1, message = "set 0ms to 1s")
        Duration pace,

        @DefaultValue("8KB") @NotNull DataSize writeSize) {

    private static final DataSize SMALLEST_LIMIT = DataSize.ofKilobytes(64);
    private static final DataSize LARGEST_WRITE = DataSize.ofKilobytes(64); // Jetty fragments larger messages

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the limit is outside 64KB to 2GB, or the size of a write above 64KB
     */
    public MailboxProperties {
        if (limit.compareTo(SMALLEST_LIMIT) < 0 || limit.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("damso.gateway.mailbox.limit is " + limit + "; set 64KB to 2GB");
        }
        if (writeSize.isNegative() || writeSize.compareTo(LARGEST_WRITE) > 0) {
            throw new IllegalArgumentException("damso.gateway.mailbox.write-size is " + writeSize + "; set 0B to 64KB");
        }
    }
}
