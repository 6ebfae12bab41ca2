package io.damso.persistence.rooms.roles;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.members.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request to change the role of a member.
 *
 * @param role name of the role
 */
record RoleChange(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                allowableValues = {"owner", "moderator", "member"},
                description = "The new role; owner hands the room over, and makes the caller a moderator")
        @Nullable
        String role) {

    /**
     * Returns the role.
     *
     * @throws ProblemException with {@link io.damso.protocol.ErrorCode#BAD_REQUEST} if it is none
     */
    Role parsed() {
        return Role.parse(role)
                .orElseThrow(() -> new ProblemException(
                        new InvalidValue("/role", role == null ? "is missing" : "is not a role", Role.ALLOWED)));
    }
}
