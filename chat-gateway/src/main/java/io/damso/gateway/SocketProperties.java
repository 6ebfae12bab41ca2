package io.damso.gateway;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The endpoint and what one client may do there.
 *
 * @param path path of the endpoint, for WebSocket and SockJS alike
 * @param maxFrameSize largest STOMP frame of a client
 * @param idleTimeout after how long without a byte a socket is closed; 0 never closes it
 * @param connectTimeout how long a new socket may take to send CONNECT
 * @param clientHeartbeat how often clients that can are asked to send a heart-beat; 1s or more
 * @param maxSubscriptions how many subscriptions a session may have
 */
@ConfigurationProperties("damso.gateway.socket")
@Validated
public record SocketProperties(
        @DefaultValue("/ws") @Pattern(regexp = "/[A-Za-z0-9/_-]{1,64}") String path,
        @DefaultValue("64KB") @NotNull DataSize maxFrameSize,
        @DefaultValue("1h") @NotNull Duration idleTimeout,
        @DefaultValue("10s") @NotNull Duration connectTimeout,
        @DefaultValue("10s") @NotNull Duration clientHeartbeat,
        @DefaultValue("200") @Min(1) int maxSubscriptions) {

    private static final DataSize SMALLEST_FRAME = DataSize.ofKilobytes(16);
    private static final DataSize LARGEST_FRAME = DataSize.ofMegabytes(4);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the frame size is outside 16KB to 4MB, or a time is below a second
     */
    public SocketProperties {
        if (maxFrameSize.compareTo(SMALLEST_FRAME) < 0 || maxFrameSize.compareTo(LARGEST_FRAME) > 0) {
            throw new IllegalArgumentException(
                    "damso.gateway.socket.max-frame-size is " + maxFrameSize + "; set 16KB to 4MB");
        }
        atLeastOneSecond("connect-timeout", connectTimeout);
        atLeastOneSecond("client-heartbeat", clientHeartbeat);
    }

    private static void atLeastOneSecond(String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("damso.gateway.socket." + name + " is " + value + "; set 1s or more");
        }
    }

    /** Returns the largest frame in bytes. */
    public int maxFrameBytes() {
        return Math.toIntExact(maxFrameSize.toBytes());
    }
}
