package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.edge.production.NotForProductionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

class StartIT {

    @Test
    void withoutSecretTheStartIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(PersistenceApplication.class)
                        .run("--server.port=0", "--management.server.port=0")
                        .close())
                .rootCause()
                .hasMessageContaining("damso.auth.secret is not set")
                .hasMessageContaining("DAMSO_AUTH_SECRET");
    }

    @Test
    void withTwoSourcesOfKeysTheStartIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(PersistenceApplication.class)
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--damso.auth.secret=f9c2a7d0316b4e58aa17d3c9e0b46f25d81e7c3a",
                                "--damso.auth.jwks.url=https://issuer.example/keys")
                        .close())
                .rootCause()
                .hasMessageContaining("damso.auth.secret and damso.auth.jwks.url are set")
                .hasMessageContaining("Keep the one");
    }

    @ParameterizedTest
    @CsvSource({
        "damso.auth.secret=demo-secret-demo-secret-demo-secret, DAMSO_AUTH_SECRET",
        "spring.rabbitmq.username=guest, SPRING_RABBITMQ_USERNAME",
        "spring.rabbitmq.password=guest, SPRING_RABBITMQ_PASSWORD",
        "damso.edge.allowed-origins=*, DAMSO_EDGE_ALLOWEDORIGINS"
    })
    void settingOfTheDemoIsRefusedOutsideOfItWithTheRemedy(String setting, String remedy) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(PersistenceApplication.class)
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--damso.auth.secret=f9c2a7d0316b4e58aa17d3c9e0b46f25d81e7c3a",
                                "--" + setting)
                        .close())
                .isInstanceOf(NotForProductionException.class)
                .hasMessageContaining(remedy);
    }
}
