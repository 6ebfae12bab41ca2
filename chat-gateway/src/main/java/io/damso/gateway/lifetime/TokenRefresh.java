package io.damso.gateway.lifetime;

import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import io.damso.gateway.JsonBody;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Verifies the new token in the body of a frame, {@code {"token": "<JWT>"}}. It is in the body, because headers are
 * written to logs and have a lower limit. Thread-safe.
 */
@Component
public final class TokenRefresh {

    private final TokenVerifier tokens;
    private final JsonMapper json;
    private final Clock clock;

    TokenRefresh(TokenVerifier tokens, JsonMapper json, Clock clock) {
        this.tokens = tokens;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Returns the user of the new token and its end.
     *
     * @param present user of the session
     * @throws RefusedException if the body has no token, or the token is not valid, has ended or belongs to another
     *     user
     */
    public AuthenticatedUser read(AuthenticatedUser present, byte[] body) throws RefusedException {
        AuthenticatedUser fresh = verify(token(body));
        if (!fresh.userId().equals(present.userId())) {
            throw new RefusedException(ErrorCode.TOKEN_INVALID);
        }
        // Verification tolerates a clock skew, but a session ends exactly at the end of its token.
        Instant end = fresh.expiresAt();
        if (end != null && !end.isAfter(clock.instant())) {
            throw new RefusedException(ErrorCode.TOKEN_EXPIRED);
        }
        return fresh;
    }

    private AuthenticatedUser verify(String token) throws RefusedException {
        try {
            return tokens.verify(token);
        } catch (TokenRejectedException e) {
            throw new RefusedException(e.code(), e);
        }
    }

    private String token(byte[] body) throws RefusedException {
        JsonNode token = JsonBody.read(body, json).path("token");
        if (!token.isString()) {
            throw new RefusedException(ErrorCode.BODY_UNREADABLE);
        }
        return token.stringValue();
    }
}
