package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.client.ClientEvents;
import io.damso.load.count.Counts;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Step;
import io.damso.test.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The complete client over real sockets, with a server whose faults are known. */
class LoadClientsTests {

    private static final int SUBSCRIBERS = 10;
    private static final int MESSAGES = 105;

    @Test
    void everyDeliveryOfACorrectServerIsCountedAndTimed() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE);
                LoadClients clients = new LoadClients(peer, new LoadPlan(2, 5, 2, 200, 2), new Progress(System.err))) {
            clients.connect(ClientEvents.NONE);
            Step step = clients.step(200, 0.25, 0.5);
            assertThat(clients.counts()).isEqualTo(new Counts(150 * 5, 150 * 5, 0, 0, 0, 0));
            assertThat(step.due()).isEqualTo(500);
            assertThat(step.latency().count()).isEqualTo(500);
            assertThat(clients.participants().sent(0)).isEqualTo(75);
        }
    }

    @Test
    void aMemberWithoutAConnectionSendsNothingAndDelaysNobody() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE);
                LoadClients clients = new LoadClients(peer, new LoadPlan(2, 1, 1, 200, 1), new Progress(System.err))) {
            clients.connect(ClientEvents.NONE);
            clients.members().getFirst().client().close();
            await("the end of the connection")
                    .until(() -> !clients.members().getFirst().client().ready());
            clients.step(200, 0, 0.5);
            assertThat(clients.participants().sent(0)).isZero();
            assertThat(clients.participants().sent(1)).isEqualTo(50);
            assertThat(clients.counts()).isEqualTo(new Counts(50, 50, 0, 0, 0, 0));
        }
    }

    @Test
    void lostMessagesAreCounted() throws Exception {
        Counts counts = talk(Fault.LOSE);
        assertThat(counts.lost()).isEqualTo(SUBSCRIBERS * (MESSAGES / 10));
        assertThat(counts.duplicates() + counts.reordered() + counts.stray()).isZero();
    }

    @Test
    void doubledMessagesAreCounted() throws Exception {
        Counts counts = talk(Fault.DOUBLE);
        assertThat(counts.duplicates()).isEqualTo(SUBSCRIBERS * (MESSAGES / 10));
        assertThat(counts.lost() + counts.reordered() + counts.stray()).isZero();
    }

    @Test
    void messagesOutOfOrderAreCounted() throws Exception {
        Counts counts = talk(Fault.SWAP);
        assertThat(counts.reordered()).isEqualTo(SUBSCRIBERS * (MESSAGES / 10));
        assertThat(counts.lost() + counts.duplicates() + counts.stray()).isZero();
    }

    @Test
    void everyDeliveryOverTlsIsCounted(@TempDir Path directory) throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE, TestCertificates.in(directory), "localhost");
                LoadClients clients =
                        new LoadClients(peer, new LoadPlan(2, 5, 2, 8_000, 2), new Progress(System.err))) {
            clients.connect(ClientEvents.NONE);
            clients.step(200, 0, 0.5);
            assertThat(clients.counts()).isEqualTo(new Counts(100 * 5, 100 * 5, 0, 0, 0, 0));
        }
    }

    @Test
    void certificateOfAnotherHostIsRefused(@TempDir Path directory) throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE, TestCertificates.in(directory), "127.0.0.1");
                LoadClients clients = new LoadClients(peer, new LoadPlan(1, 1, 1, 200, 1), new Progress(System.err))) {
            assertThatThrownBy(() -> clients.connect(ClientEvents.NONE))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    private static Counts talk(Fault fault) throws InterruptedException {
        try (StubPeer peer = new StubPeer(fault);
                LoadClients clients =
                        new LoadClients(peer, new LoadPlan(1, SUBSCRIBERS, 1, 200, 1), new Progress(System.err))) {
            clients.connect(ClientEvents.NONE);
            clients.step(MESSAGES * 4, 0, 0.25);
            assertThat(clients.participants().sent()).isEqualTo(MESSAGES);
            // A duplicate may arrive last, after all expected messages.
            await("all written messages")
                    .until(() -> clients.eventLoops().delivered()
                                    + clients.eventLoops().stray()
                            == peer.delivered());
            clients.eventLoops().settle();
            return clients.counts();
        }
    }
}
