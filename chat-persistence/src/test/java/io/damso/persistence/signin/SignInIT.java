package io.damso.persistence.signin;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SignInIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo, "damso.demo.enabled=true");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void tokenOfTheDemoIsAccepted() {
        Reply reply = service.send("POST", "/api/auth/token", null, "{\"username\":\"alice\"}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().propertyNames()).containsOnly("access_token", "token_type", "expires_in");
        assertThat(reply.json().get("token_type").asString()).isEqualTo("Bearer");
        assertThat(reply.json().get("expires_in").asLong()).isEqualTo(12 * 60 * 60);
        String token = reply.json().get("access_token").asString();
        assertThat(service.sendWith("GET", "/api/rooms", "Bearer " + token, null)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"username\":\"\"}", "{\"username\":\"a b\"}", "nonsense", ""})
    void unusableNameIsRefused(String body) {
        assertRefused(service.send("POST", "/api/auth/token", null, body), ErrorCode.BAD_REQUEST);
    }

    @Test
    void wrongMethodIsRefused() {
        assertRefused(service.send("GET", "/api/auth/token", null, null), ErrorCode.METHOD_NOT_ALLOWED);
    }

    @Test
    void openApiDocumentSaysThatNoTokenIsNeeded() {
        JsonNode signIn = service.send("GET", "/api/openapi", null, null).json().at("/paths/~1api~1auth~1token/post");
        assertThat(signIn.get("security")).isEmpty();
        assertThat(signIn.get("responses").propertyNames())
                .contains("200", "400")
                .doesNotContain("401");
    }
}
