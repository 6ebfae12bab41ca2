package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

class StartTests {

    @Test
    void withoutSecretTheStartIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(PersistenceApplication.class)
                .run("--server.port=0", "--management.server.port=0").close())
                .rootCause().hasMessageContaining("damso.auth.secret is not set")
                .hasMessageContaining("DAMSO_AUTH_SECRET");
    }

    @Test
    void withTwoSourcesOfKeysTheStartIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(PersistenceApplication.class)
                .run("--server.port=0", "--management.server.port=0", "--damso.auth.secret=" + "x".repeat(32),
                        "--damso.auth.jwks.url=https://issuer.example/keys").close())
                .rootCause().hasMessageContaining("damso.auth.secret and damso.auth.jwks.url are set")
                .hasMessageContaining("Keep the one");
    }
}
