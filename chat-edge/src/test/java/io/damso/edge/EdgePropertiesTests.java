package io.damso.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgePropertiesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://www.example.com:8443",
                "http://localhost:3000",
                "https://[::1]:8443",
                "*"
            })
    void originsAreTaken(String origin) {
        assertThat(new EdgeProperties(List.of(origin)).allowedOrigins()).containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "https://example.com/",
                "https://example.com/page",
                "https://Example.com",
                "https://*.example.com",
                "https://example.com:443",
                "http://example.com:80",
                "null",
                "ftp://example.com",
                "https://user@example.com",
                ""
            })
    void originThatNoBrowserSendsIsRefusedWithTheRemedy(String origin) {
        assertThatThrownBy(() -> new EdgeProperties(List.of(origin)))
                .hasMessageContaining("damso.edge.allowed-origins contains '" + origin + "'")
                .hasMessageContaining("https://www.example.com");
    }

    @Test
    void starAllowsAnyOrigin() {
        assertThat(new EdgeProperties(List.of("*")).allowsAnyOrigin()).isTrue();
        assertThat(new EdgeProperties(List.of("https://example.com")).allowsAnyOrigin())
                .isFalse();
    }
}
