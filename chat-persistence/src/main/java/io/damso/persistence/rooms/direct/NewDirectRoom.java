package io.damso.persistence.rooms.direct;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.protocol.UserId;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request for a direct room.
 *
 * @param with user id of the other member
 */
record NewDirectRoom(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "User id of the other member: " + UserId.ALLOWED)
        @Nullable
        String with) {

    private static final String ALLOWED = "the id of another user: " + UserId.ALLOWED;

    /**
     * Returns the other user's id.
     *
     * @throws ProblemException with {@link io.damso.protocol.ErrorCode#BAD_REQUEST} if it is none, or the caller's
     */
    String other(String caller) {
        if (with == null) {
            throw new ProblemException(new InvalidValue("/with", "is missing", ALLOWED));
        } else if (UserId.parse(with).isEmpty()) {
            throw new ProblemException(new InvalidValue("/with", "is not a user id", ALLOWED));
        } else if (with.equals(caller)) {
            throw new ProblemException(new InvalidValue("/with", "is the caller", ALLOWED));
        }
        return with;
    }
}
