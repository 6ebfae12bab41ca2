package io.damso.edge.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

class ProductionCheckTests {

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("damso.auth.secret", "f9c2a7d0316b4e58aa17d3c9e0b46f25d81e7c3a9b5f6024")
            .withProperty("spring.rabbitmq.username", "damso-gateway")
            .withProperty("spring.rabbitmq.password", "0b7f4c1e9d2a6835")
            .withProperty("damso.edge.allowed-origins", "https://www.example.com");

    @Test
    void realSettingsPass() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo-4fe1c0a9b87d6e5f4a3b2c1d0e9f8a7b",
                "change-me-4fe1c0a9b87d6e5f4a3b2c1d",
                "my-Secret-4fe1c0a9b87d6e5f4a3b2c1d",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "0123012301230123012301230123012301230123"
            })
    void demoSecretIsRefusedWithTheRemedy(String secret) {
        environment.setProperty("damso.auth.secret", secret);
        assertThatThrownBy(this::check)
                .isInstanceOf(NotForProductionException.class)
                .hasMessageContaining("damso.auth.secret")
                .hasMessageContaining("DAMSO_AUTH_SECRET")
                .hasMessageNotContaining(secret);
    }

    @Test
    void guestIsRefusedHoweverItIsWritten() {
        environment.setProperty("spring.rabbitmq.username", "guest");
        refusedWith("SPRING_RABBITMQ_USERNAME");
        environment.setProperty("spring.rabbitmq.username", "damso-gateway");
        environment.setProperty("spring.rabbitmq.addresses", "amqp://guest:guest@rabbitmq-1,amqp://rabbitmq-2");
        refusedWith("SPRING_RABBITMQ_USERNAME");
    }

    @Test
    void guestsPasswordIsRefused() {
        environment.setProperty("spring.rabbitmq.password", "guest");
        refusedWith("SPRING_RABBITMQ_PASSWORD");
    }

    @Test
    void wildcardAmongOriginsIsRefused() {
        environment.setProperty("damso.edge.allowed-origins", "https://www.example.com,*");
        refusedWith("DAMSO_EDGE_ALLOWEDORIGINS");
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        environment.setProperty("spring.rabbitmq.username", "guest");
        environment.setProperty("damso.edge.allowed-origins", "*");
        assertThatThrownBy(this::check).satisfies(failure -> {
            FailureAnalysis analysis = new NotForProductionAnalyzer().analyze(failure);
            assertThat(analysis.getDescription()).contains("guest", "damso.edge.allowed-origins");
            assertThat(analysis.getAction()).contains("DAMSO_DEMO_ENABLED");
        });
    }

    @Test
    void demoMayHaveAllUnsafeSettings() {
        environment.setProperty("damso.demo.enabled", "true");
        environment.setProperty("damso.auth.secret", "demo-secret-demo-secret-demo-secret");
        environment.setProperty("spring.rabbitmq.username", "guest");
        environment.setProperty("damso.edge.allowed-origins", "*");
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void refusedWith(String remedy) {
        assertThatThrownBy(this::check)
                .isInstanceOf(NotForProductionException.class)
                .hasMessageContaining(remedy);
    }

    private void check() {
        new ProductionCheck(environment).postProcessBeanFactory(new DefaultListableBeanFactory());
    }
}
