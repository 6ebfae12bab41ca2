package io.damso.auth;

import io.damso.protocol.UserId;
import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user that a valid token identifies.
 *
 * @param userId subject of the token
 * @param expiresAt when the token expires; null if it has no {@code exp}
 * @param roles roles of the user from the token, such as {@code admin}
 */
public record AuthenticatedUser(UserId userId, @Nullable Instant expiresAt, Set<String> roles) implements Principal {

    /** Copies the roles. */
    public AuthenticatedUser {
        roles = Set.copyOf(roles);
    }

    @Override
    public String getName() {
        return userId.value();
    }

    /** Returns whether the token has the role; case-sensitive. */
    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
