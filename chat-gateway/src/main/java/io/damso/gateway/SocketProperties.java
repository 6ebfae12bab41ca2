package io.damso.gateway;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The endpoint, and limits of one client.
 *
 * @param path path of the endpoint, for WebSocket and SockJS
 * @param maxFrameSize largest STOMP frame of a client
 * @param idleTimeout time without a byte after which a socket is closed; 0 disables the timeout
 * @param connectTimeout maximum time until a new socket has sent CONNECT
 * @param clientHeartbeat interval of heart-beats that is requested from clients that can send them; 1s or more
 * @param maxSubscriptions maximum number of subscriptions of a session
 */
@ConfigurationProperties("damso.gateway.socket")
@Validated
public record SocketProperties(
        @DefaultValue("/ws") @Pattern(regexp = "/[A-Za-z0-9/_-]{1,64}")
        String path,

        @DefaultValue("64KB") @NotNull DataSize maxFrameSize,
        @DefaultValue("1h") @NotNull Duration idleTimeout,

        @DefaultValue("10s") @NotNull @DurationMin(seconds = 1, message = "set 1s or more")
        Duration connectTimeout,

        @DefaultValue("10s") @NotNull @DurationMin(seconds = 1, message = "set 1s or more")
        Duration clientHeartbeat,

        @DefaultValue("200") @Min(1) int maxSubscriptions) {

    private static final DataSize SMALLEST_FRAME = DataSize.ofKilobytes(16);
    private static final DataSize LARGEST_FRAME = DataSize.ofMegabytes(4);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the frame size is outside 16KB to 4MB
     */
    public SocketProperties {
        if (maxFrameSize.compareTo(SMALLEST_FRAME) < 0 || maxFrameSize.compareTo(LARGEST_FRAME) > 0) {
            throw new IllegalArgumentException(
                    "damso.gateway.socket.max-frame-size is " + maxFrameSize + "; set 16KB to 4MB");
        }
    }

    /** Returns the largest frame in bytes. */
    public int maxFrameBytes() {
        return Math.toIntExact(maxFrameSize.toBytes());
    }
}
