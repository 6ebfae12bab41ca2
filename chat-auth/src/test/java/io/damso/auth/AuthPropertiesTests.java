package io.damso.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AuthPropertiesTests {

    @Test
    void propertiesAreBoundWithTheirDefaults() {
        Map<String, String> source = Map.of("damso.auth.secret", "x".repeat(32));
        AuthProperties bound = new Binder(new MapConfigurationPropertySource(source))
                .bindOrCreate("damso.auth", AuthProperties.class);
        assertThat(bound).isEqualTo(new AuthProperties("x".repeat(32), Duration.ofSeconds(5)));
    }

    @Test
    void missingSecretIsRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthProperties(null, Duration.ZERO))
                .withMessageContaining("DAMSO_AUTH_SECRET")
                .withMessageContaining("openssl rand");
    }

    @Test
    void shortSecretIsRefusedWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthProperties("tooshort", Duration.ZERO))
                .withMessageContaining("32 bytes")
                .withMessageNotContaining("tooshort");
    }

    @Test
    void negativeSkewIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthProperties("x".repeat(32), Duration.ofSeconds(-1)))
                .withMessageContaining("damso.auth.clock-skew");
    }

    @Test
    void secretIsNotPrinted() {
        assertThat(new AuthProperties("x".repeat(32), Duration.ZERO).toString()).doesNotContain("xxx");
    }
}
