package io.damso.persistence.signin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.damso.auth.AuthProperties;
import io.damso.auth.TokenIssuer;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.protocol.UserId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The demo sign-in: issues a token for any name. Exists only if {@code damso.demo.enabled} is true. */
@RestController
@ConditionalOnBooleanProperty("damso.demo.enabled")
final class TokenController {

    private final TokenIssuer issuer;
    private final DemoProperties properties;

    TokenController(AuthProperties auth, DemoProperties properties, Clock clock) {
        this.issuer = new TokenIssuer(auth, clock);
        this.properties = properties;
    }

    @PostMapping("/api/auth/token")
    @Operation(summary = "Sign in to the demo")
    @SecurityRequirements
    Token issue(@RequestBody SignIn signIn) {
        UserId user = Optional.ofNullable(signIn.username())
                .flatMap(UserId::parse)
                .orElseThrow(() -> new ProblemException(new InvalidValue(
                        "/username", signIn.username() == null ? "is missing" : "is not a user id", UserId.ALLOWED)));
        String token = issuer.issue(user, properties.tokenLifetime());
        return new Token(token, "Bearer", properties.tokenLifetime().toSeconds());
    }

    record SignIn(@Nullable String username) {}

    record Token(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn) {}
}
