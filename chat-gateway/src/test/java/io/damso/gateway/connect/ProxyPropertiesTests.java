package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPropertiesTests {

    @Test
    void addressesAndNetworksAreRecognized() {
        ProxyProperties properties = new ProxyProperties(List.of("10.0.0.0/8", "192.0.2.1", "fd00::/8"));
        assertThat(List.of("10.1.2.3", "192.0.2.1", "fd00::1"))
                .allMatch(address -> properties.matchers().stream().anyMatch(proxy -> proxy.matches(address)));
        assertThat(List.of("11.1.2.3", "192.0.2.2", "fe00::1"))
                .noneMatch(address -> properties.matchers().stream().anyMatch(proxy -> proxy.matches(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "10.0.0.0/33", ""})
    void anythingElseIsRefusedWithTheRemedy(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyProperties(List.of(address)))
                .withMessageContaining("damso.gateway.proxies.trusted")
                .withMessageContaining("write addresses or networks");
    }
}
