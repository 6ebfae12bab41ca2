package io.damso.persistence.rooms.links;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request to join by a link. The token is not in the path, which proxies log.
 *
 * @param token secret of the link
 */
record Join(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The token of the link") @Nullable
        String token) {

    /**
     * Returns the token.
     *
     * @throws ProblemException with {@link io.damso.protocol.ErrorCode#BAD_REQUEST} if it cannot be one
     */
    LinkToken parsed() {
        return LinkToken.parse(token)
                .orElseThrow(() -> new ProblemException(new InvalidValue(
                        "/token", token == null ? "is missing" : "is not a token", LinkToken.ALLOWED)));
    }

    /** A token is a secret. */
    @Override
    public String toString() {
        return "Join";
    }
}
