package io.damso.edge.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRotationTests {

    @Test
    void eachAttemptBeginsWithTheNextAddressAndHasAllOfThem() {
        AddressRotation<String> rotation = new AddressRotation<>(List.of("a", "b", "c"), 1);
        assertThat(rotation.next()).containsExactly("b", "c", "a");
        assertThat(rotation.next()).containsExactly("c", "a", "b");
        assertThat(rotation.next()).containsExactly("a", "b", "c");
        assertThat(rotation.next()).containsExactly("b", "c", "a");
    }

    @Test
    void oneAddressIsUsedAgainAndAgain() {
        AddressRotation<String> rotation = new AddressRotation<>(List.of("a"), 7);
        assertThat(rotation.next()).containsExactly("a");
        assertThat(rotation.next()).containsExactly("a");
    }

    @Test
    void anAddressIsNeeded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AddressRotation<>(List.of(), 0));
    }

    @ParameterizedTest
    @CsvSource({"gateway-1, 0", "gateway-2, 1", "gateway-12, 11", "persistence-3, 2", "7, 6", "node-0, 0"})
    void numberOfTheNodeChoosesTheFirstAddress(String node, int first) {
        assertThat(AddressRotation.first(node)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gateway", "gateway-7f3a9", "pod-99999999999999", "gateway-1-x"})
    void everyOtherNameChoosesOneToo(String node) {
        assertThat(AddressRotation.first(node)).isNotNegative();
        assertThat(new AddressRotation<>(List.of(1, 2, 3), AddressRotation.first(node)).next())
                .hasSize(3);
    }
}
