package io.damso.auth;

import io.damso.protocol.UserId;
import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a valid token speaks for.
 *
 * @param userId subject of the token
 * @param expiresAt when the token ends; null if it has no end
 * @param roles what the token says that the user may do beyond chatting
 */
public record AuthenticatedUser(UserId userId, @Nullable Instant expiresAt, Set<String> roles) implements Principal {

    /** Takes over a copy of the roles. */
    public AuthenticatedUser {
        roles = Set.copyOf(roles);
    }

    @Override
    public String getName() {
        return userId.value();
    }

    /** Returns whether the token names the role; upper and lower case differ. */
    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
