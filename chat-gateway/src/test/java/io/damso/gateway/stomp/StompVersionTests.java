package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StompVersionTests {

    @ParameterizedTest
    @CsvSource({"1.0, V1_0", "1.1, V1_1", "1.2, V1_2", "'1.0,1.1,1.2', V1_2", "'1.2, 1.1', V1_2", "'1.1,2.0', V1_1"})
    void highestCommonVersionIsChosen(String accepted, StompVersion agreed) {
        assertThat(StompVersion.negotiate(accepted)).contains(agreed);
    }

    @Test
    void clientWithoutTheHeaderUsesVersion10() {
        assertThat(StompVersion.negotiate(null)).contains(StompVersion.V1_0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2.0", "1.3", "12", "1.2.1", "abc"})
    void otherVersionsAreNotSupported(String accepted) {
        assertThat(StompVersion.negotiate(accepted)).isEmpty();
    }

    @Test
    void eachVersionEscapesWhatItKnows() {
        String value = "a:b\\c\nd\re";
        assertThat(StompVersion.V1_0.header("id", "a:b\\c")).isEqualTo("id:a:b\\c\n");
        assertThat(StompVersion.V1_1.header("id", value)).isEqualTo("id:a\\cb\\\\c\\nd\re\n");
        assertThat(StompVersion.V1_2.header("id", value)).isEqualTo("id:a\\cb\\\\c\\nd\\re\n");
    }
}
