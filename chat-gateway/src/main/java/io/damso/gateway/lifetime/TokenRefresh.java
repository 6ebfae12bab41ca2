package io.damso.gateway.lifetime;

import io.damso.auth.AuthenticatedUser;
import io.damso.auth.TokenRejectedException;
import io.damso.auth.TokenVerifier;
import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the fresh token of a session from a frame's body, {@code {"token": "<JWT>"}}. In the body, not in a header:
 * headers end up in logs and are bounded more tightly. Safe for use by many threads.
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
     * Returns whom the fresh token speaks for, and until when.
     *
     * @throws RefusedException if the body holds no token, the token is not valid or has ended, or is another subject's
     */
    public AuthenticatedUser read(AuthenticatedUser present, byte[] body) throws RefusedException {
        AuthenticatedUser fresh = verify(token(body));
        if (!fresh.userId().equals(present.userId())) {
            throw new RefusedException(ErrorCode.TOKEN_INVALID);
        }
        // Clocks may differ when a token is checked, but a session ends when its token says.
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
        if (body.length == 0) {
            throw new RefusedException(ErrorCode.BODY_EMPTY);
        }
        JsonNode token = parse(body).path("token");
        if (!token.isString()) {
            throw new RefusedException(ErrorCode.BODY_UNREADABLE);
        }
        return token.stringValue();
    }

    private JsonNode parse(byte[] body) throws RefusedException {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new RefusedException(ErrorCode.BODY_UNREADABLE); // its text may hold a piece of the token
        }
    }
}
