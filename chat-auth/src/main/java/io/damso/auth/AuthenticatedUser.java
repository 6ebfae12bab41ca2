package io.damso.auth;

import io.damso.protocol.UserId;
import java.security.Principal;
import java.time.Instant;

/**
 * Who a valid token speaks for.
 *
 * @param userId subject of the token
 * @param expiresAt when the token ends
 */
public record AuthenticatedUser(UserId userId, Instant expiresAt) implements Principal {

    @Override
    public String getName() {
        return userId.value();
    }
}
