package io.damso.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.load.client.ClientEvents;
import io.damso.load.client.EventLoops;
import io.damso.load.client.Identity;
import io.damso.load.client.LoadClient;
import io.damso.load.peer.Dialect;
import io.damso.load.wire.WireProtocol;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmationsTests {

    private final EventLoops eventLoops = new EventLoops(1, 1, null);
    private final LoadClient client = new LoadClient(
            eventLoops,
            WireProtocol.of(Dialect.JETSTREAM),
            new Identity(URI.create("ws://127.0.0.1:1/ws"), "", null, null, null),
            ClientEvents.NONE);
    private final Confirmations confirmations = new Confirmations();

    @AfterEach
    void close() {
        eventLoops.close();
    }

    @Test
    void refusedMessagesAreCountedAndExplained() throws Exception {
        confirmations.acknowledged(client, 2);
        confirmations.refused(client, "10077 full");
        confirmations.refused(client, "10077 full");
        confirmations.await(3);
        assertThat(confirmations.confirmed()).isEqualTo(1);
        assertThat(confirmations.refused()).isEqualTo(2);
        assertThat(confirmations.describeRefused()).contains("2 refused: 10077 full");
    }

    @Test
    void nothingIsSaidWithoutRefusals() {
        confirmations.acknowledged(client, 2);
        assertThat(confirmations.describeRefused()).isEmpty();
    }
}
