package io.damso.gateway.stomp.frames;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the frames of one session.
 *
 * @param maxHeaders maximum number of headers of a STOMP frame
 * @param maxHeaderSize longest header of a STOMP frame, name and value together; a token must fit
 * @param timeout maximum time from the first to the last byte of a STOMP frame
 * @param perSecond sustained rate of frames of a session per second: STOMP frames, heart-beats and WebSocket frames
 * @param burst maximum burst of frames of a session
 */
@ConfigurationProperties("damso.gateway.limits.frames")
@Validated
public record FrameProperties(
        @DefaultValue("40") @Min(10) @Max(1_000) int maxHeaders,
        @DefaultValue("8KB") @NotNull DataSize maxHeaderSize,

        @DefaultValue("20s") @NotNull @DurationMin(seconds = 1, message = "set 1s or more")
        Duration timeout,

        @DefaultValue("200") @Min(1) @Max(1_000_000) int perSecond,
        @DefaultValue("1000") @Min(1) @Max(1_000_000) int burst) {

    private static final DataSize SHORTEST_HEADER = DataSize.ofKilobytes(1);
    private static final DataSize LONGEST_HEADER = DataSize.ofKilobytes(64);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the header size is outside 1KB to 64KB
     */
    public FrameProperties {
        if (maxHeaderSize.compareTo(SHORTEST_HEADER) < 0 || maxHeaderSize.compareTo(LONGEST_HEADER) > 0) {
            throw new IllegalArgumentException(
                    "damso.gateway.limits.frames.max-header-size is " + maxHeaderSize + "; set 1KB to 64KB");
        }
    }
}
