package io.damso.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class AuthPropertiesTests {

    private static final String SECRET = "x".repeat(32);
    private static final Validator VALIDATOR = new SpringValidatorAdapter(Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator());

    @Test
    void propertiesAreBoundWithTheirDefaults() {
        assertThat(bind(Map.of("secret", SECRET))).isEqualTo(new AuthProperties(SECRET, Duration.ofSeconds(5)));
    }

    @Test
    void everySettingIsBound() {
        AuthProperties bound = bind(Map.ofEntries(
                Map.entry("jwks.url", "https://issuer.example/keys"),
                Map.entry("jwks.refresh-after", "1m"),
                Map.entry("jwks.retry-after", "2s"),
                Map.entry("jwks.timeout", "1s"),
                Map.entry("jwks.max-size", "2KB"),
                Map.entry("issuers", "https://one.example/,https://two.example"),
                Map.entry("audiences", "chat"),
                Map.entry("clock-skew", "0s"),
                Map.entry("require-expiry", "false"),
                Map.entry("roles-claim", "realm_access.roles"),
                Map.entry("max-token-size", "4KB")));
        assertThat(bound.jwks())
                .isEqualTo(new AuthProperties.Jwks(
                        URI.create("https://issuer.example/keys"),
                        null,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        DataSize.ofKilobytes(2)));
        assertThat(bound.issuers()).containsExactly("https://one.example/", "https://two.example");
        assertThat(bound.audiences()).containsExactly("chat");
        assertThat(bound.requireExpiry()).isFalse();
        assertThat(bound.rolesClaim()).isEqualTo("realm_access.roles");
        assertThat(bound.maxTokenSize()).isEqualTo(DataSize.ofKilobytes(4));
    }

    @Test
    void filesAreBound() {
        assertThat(bind(Map.of("public-key-file", "/etc/damso/key.pem")).publicKeyFile())
                .isEqualTo(Path.of("/etc/damso/key.pem"));
        assertThat(bind(Map.of("jwks.file", "/etc/damso/keys.json")).jwks().file())
                .isEqualTo(Path.of("/etc/damso/keys.json"));
    }

    @Test
    void emptyMeansNotSet() {
        // spotless:off
        AuthProperties bound = bind(Map.of("secret", "", "public-key", " ", "public-key-file", "", "jwks.file", "",
                "jwks.url", "https://issuer.example/keys"));
        // spotless:on
        assertThat(bound.secret()).isNull();
        assertThat(bound.jwks().url()).isNotNull();
        assertThat(bind(Map.of("secret", SECRET, "jwks.url", "", "issuers", "", "audiences", "")))
                .isEqualTo(new AuthProperties(SECRET, Duration.ofSeconds(5)));
    }

    @Test
    void missingSecretIsRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthProperties(null, Duration.ZERO))
                .withMessageContaining("DAMSO_AUTH_SECRET")
                .withMessageContaining("openssl rand")
                .withMessageContaining("DAMSO_AUTH_JWKS_URL");
    }

    @Test
    void shortSecretIsRefusedWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthProperties("tooshort", Duration.ZERO))
                .withMessageContaining("32 bytes")
                .withMessageNotContaining("tooshort");
    }

    @Test
    void severalSourcesOfKeysAreRefusedByName() {
        // spotless:off
        Map<String, String> sources = Map.of("secret", SECRET, "public-key", "-----BEGIN", "public-key-file", "key.pem",
                "jwks.url", "https://issuer.example/keys", "jwks.file", "keys.json");
        // spotless:on
        sources.forEach((one, value) -> sources.forEach((other, otherValue) -> {
            if (!one.equals(other)) {
                assertThatThrownBy(() -> bind(Map.of(one, value, other, otherValue)))
                        .rootCause()
                        .hasMessageContaining("damso.auth." + one)
                        .hasMessageContaining("damso.auth." + other)
                        .hasMessageContaining("Keep the one")
                        .hasMessageNotContaining(SECRET);
            }
        }));
    }

    @ParameterizedTest
    @CsvSource({
        "clock-skew, -1s",
        "clock-skew, 11m",
        "max-token-size, 511B",
        "max-token-size, 65KB",
        "jwks.refresh-after, 0s",
        "jwks.retry-after, 0s",
        "jwks.timeout, 0s",
        "jwks.timeout, 31s",
        "jwks.max-size, 1B",
        "jwks.max-size, 5MB",
        "issuers, 'a,,b'",
        "audiences, 'a, ,b'",
        "jwks.url, ftp://issuer.example/keys",
        "jwks.url, keys.json",
        "jwks.url, file:///etc/keys.json",
        "jwks.url, https:keys"
    })
    void valueOutOfItsBoundsIsRefusedByName(String name, String value) {
        Map<String, String> settings = new HashMap<>(Map.of(name, value));
        if (!name.equals("jwks.url")) {
            settings.put("secret", SECRET);
        }
        String field = Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
        assertThatThrownBy(() -> bind(settings))
                .rootCause()
                .message()
                .satisfiesAnyOf(
                        message -> assertThat(message).contains("damso.auth." + name),
                        message -> assertThat(message).contains("on damso.auth", "'" + field + "'", "[set "));
    }

    @Test
    void secretIsNotPrinted() {
        assertThat(new AuthProperties(SECRET, Duration.ZERO).toString()).doesNotContain("xxx");
    }

    @Test
    void demoCannotSignTokensThatAPublicKeyVerifies() {
        AuthProperties properties = bind(Map.of("jwks.url", "https://issuer.example/keys"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenIssuer(properties, Clock.systemUTC()))
                .withMessageContaining("damso.demo.enabled");
    }

    private static AuthProperties bind(Map<String, String> settings) {
        Map<String, String> source = new HashMap<>();
        settings.forEach((name, value) -> source.put("damso.auth." + name, value));
        return new Binder(
                        List.of(new MapConfigurationPropertySource(source)),
                        null,
                        null,
                        null,
                        new ValidationBindHandler(VALIDATOR))
                .bindOrCreate("damso.auth", AuthProperties.class);
    }
}
