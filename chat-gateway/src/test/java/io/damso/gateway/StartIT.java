package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.edge.production.NotForProductionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts with demo settings while the demo is disabled. */
class StartIT {

    @ParameterizedTest
    @CsvSource({
        "damso.auth.secret=demo-secret-demo-secret-demo-secret, DAMSO_AUTH_SECRET",
        "spring.rabbitmq.username=guest, SPRING_RABBITMQ_USERNAME",
        "spring.rabbitmq.password=guest, SPRING_RABBITMQ_PASSWORD",
        "damso.edge.allowed-origins=*, DAMSO_EDGE_ALLOWEDORIGINS"
    })
    void settingOfTheDemoIsRefusedWithTheRemedy(String setting, String remedy) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class)
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
