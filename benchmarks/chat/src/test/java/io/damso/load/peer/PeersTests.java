package io.damso.load.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PeersTests {

    @Test
    void eachNameLeadsToItsPeer() {
        assertThat(Peers.names()).containsExactly("damso", "stock", "web-stomp", "nats", "jetstream", "simple");
        assertThat(Peers.names())
                .allSatisfy(name -> assertThat(Peers.named(name).name()).isEqualTo(name));
    }

    @Test
    void unknownNameIsAnsweredWithTheKnown() {
        assertThatThrownBy(() -> Peers.named("kafka"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No peer 'kafka'; there is: damso, stock, web-stomp, nats, jetstream, simple");
    }
}
