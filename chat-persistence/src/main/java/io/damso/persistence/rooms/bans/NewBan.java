package io.damso.persistence.rooms.bans;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request to ban a user.
 *
 * @param seconds duration of the ban in seconds; null until it is lifted
 */
record NewBan(
        @Schema(
                minimum = "1",
                maximum = "31536000",
                description = "Duration of the ban in seconds; without it, the ban ends when it is lifted")
        @Nullable
        Integer seconds) {

    private static final int YEAR = 31_536_000;

    /**
     * Returns the end of the ban, or null if it has none.
     *
     * @throws ProblemException with {@link io.damso.protocol.ErrorCode#BAD_REQUEST} if the duration is out of bounds
     */
    @Nullable
    Instant endAfter(Instant now) {
        if (seconds != null && (seconds < 1 || seconds > YEAR)) {
            throw new ProblemException(new InvalidValue(
                    "/seconds", seconds < 1 ? "is too small" : "is too large", "a whole number from 1 to " + YEAR));
        }
        return seconds == null ? null : now.plusSeconds(seconds);
    }
}
