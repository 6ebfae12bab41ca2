package io.damso.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTests {

    @ParameterizedTest
    @ValueSource(strings = {"alice", "앨리스", "auth0|5f7c", "a.b", "...", ".a", "a..", "kim@example.org", "-", "a:b+c"})
    void subjectsOfUsualIssuersAreUserIds(String text) {
        assertThat(UserId.parse(text)).map(UserId::value).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a%2eb", "*", "#", "a\nb", "a\u202eb"})
    void charactersOfPathsAndRoutingKeysAreRefused(String text) {
        assertThat(UserId.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void dotSegmentsAreRefused(String text) {
        assertThat(UserId.parse(text))
                .as("RFC 3986 §5.2.4 removes them from /members/" + text)
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new UserId(text));
    }

    @Test
    void lengthIsBounded() {
        assertThat(UserId.parse("x".repeat(128))).isPresent();
        assertThat(UserId.parse("x".repeat(129))).isEmpty();
    }
}
