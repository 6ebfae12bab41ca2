package io.damso.gateway.connect;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The endpoint and the limits of one socket.
 *
 * @param path path of the endpoint, for WebSocket and SockJS alike
 * @param allowedOrigins comma-separated list of origins whose pages may connect; empty allows the gateway's own origin
 * @param maxFrameSize largest STOMP frame of a client
 * @param idleTimeout after how long without a byte a socket is closed; 0 never closes it
 * @param sendTimeLimit how long one write may take before the session is closed
 * @param sendBufferLimit how much may wait for a slow reader before the session is closed
 */
@ConfigurationProperties("damso.gateway.socket")
@Validated
public record SocketProperties(
        @DefaultValue("/ws") @Pattern(regexp = "/[A-Za-z0-9/_-]{1,64}") String path,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("64KB") @NotNull DataSize maxFrameSize,
        @DefaultValue("1h") @NotNull Duration idleTimeout,
        @DefaultValue("10s") @NotNull Duration sendTimeLimit,
        @DefaultValue("512KB") @NotNull DataSize sendBufferLimit) {

    private static final DataSize SMALLEST_FRAME = DataSize.ofKilobytes(16);
    private static final DataSize LARGEST_FRAME = DataSize.ofMegabytes(4);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the frame size is outside 16KB to 4MB, or the buffer is smaller than a frame
     */
    public SocketProperties {
        if (maxFrameSize.compareTo(SMALLEST_FRAME) < 0 || maxFrameSize.compareTo(LARGEST_FRAME) > 0) {
            throw new IllegalArgumentException(
                    "damso.gateway.socket.max-frame-size is " + maxFrameSize + "; set 16KB to 4MB");
        }
        if (sendBufferLimit.compareTo(maxFrameSize) < 0) {
            throw new IllegalArgumentException("damso.gateway.socket.send-buffer-limit (" + sendBufferLimit
                    + ") is below damso.gateway.socket.max-frame-size (" + maxFrameSize + "); raise it");
        }
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    int maxFrameBytes() {
        return Math.toIntExact(maxFrameSize.toBytes());
    }
}
