package io.damso.gateway.lifetime;

import io.damso.auth.TokenVerifier;
import java.time.Clock;
import tools.jackson.databind.json.JsonMapper;

/** Creates readers of new tokens. */
public final class TestRefresh {

    private TestRefresh() {}

    public static TokenRefresh of(TokenVerifier tokens, Clock clock) {
        return new TokenRefresh(tokens, new JsonMapper(), clock);
    }
}
