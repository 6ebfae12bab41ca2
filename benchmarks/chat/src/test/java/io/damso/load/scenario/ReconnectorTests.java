package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.bench.report.Progress;
import io.damso.load.count.Counts;
import io.damso.load.count.KeptMessages;
import io.damso.load.peer.History;
import io.damso.load.peer.Room;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Clients that lose their connections, on real sockets. The first member of the room sends. */
class ReconnectorTests {

    private static final int MEMBERS = 5;
    private static final int MESSAGES = 100;
    private static final int EACH = 200;

    @Test
    void clientsThatResumeHaveEveryMessageOnce() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE);
                LoadClients clients = clients(peer);
                Reconnector returns = connect(clients, peer, null)) {
            cutWhileSending(clients, peer, MEMBERS - 1);
            awaitBack(clients, returns, MEMBERS - 1);
            assertThat(clients.counts()).isEqualTo(new Counts(EACH * MEMBERS, EACH * MEMBERS, 0, 0, 0, 0));
            assertThat(returns.resumed()).isEqualTo(MEMBERS - 1);
            assertThat(returns.reads()).isZero();
            assertThat(returns.failures()).isEmpty();
        }
    }

    @Test
    void aClientThatIsNotResumedIsBackWhenItHasReadTheHistory() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.FORGET);
                LoadClients clients = clients(peer);
                Reconnector returns = connect(clients, peer, new StubHistory(peer))) {
            clients.step(MESSAGES * 4, 0, 0.25);
            peer.cut(room(clients), 1);
            await("the end of a connection").until(() -> returns.away() == 1);
            clients.step(MESSAGES * 4, 0, 0.25);
            awaitBack(clients, returns, 1);
            assertThat(returns.resumed()).isZero();
            assertThat(returns.reads()).isEqualTo(2);
            assertThat(returns.failures()).containsExactly("not resumed: position-too-old");
            assertThat(clients.counts().lost() + clients.counts().duplicates()).isZero();
        }
    }

    @Test
    void whatASenderDoesNotKnowIsCountedByTheHistory() throws Exception {
        try (StubPeer peer = new StubPeer(Fault.NONE);
                LoadClients clients = clients(peer);
                Reconnector returns = connect(clients, peer, null)) {
            cutWhileSending(clients, peer, MEMBERS);
            awaitBack(clients, returns, MEMBERS);
            List<KeptMessages> kept = clients.stored(new StubHistory(peer));
            long stored = kept.getFirst().stored();
            assertThat(stored).isBetween(1L, clients.participants().sent());
            assertThat(clients.counts(member -> true, kept))
                    .isEqualTo(new Counts(stored * MEMBERS, stored * MEMBERS, 0, 0, 0, 0));
            assertThat(kept.getFirst()
                            .addAcknowledged(
                                    0, returns.acknowledged(clients.members().getFirst())))
                    .as("acknowledged and not stored")
                    .isZero();
            assertThat(returns.acknowledged(clients.members().getFirst()).cardinality())
                    .isPositive();
        }
    }

    private static LoadClients clients(StubPeer peer) throws InterruptedException {
        LoadPlan plan = new LoadPlan(1, MEMBERS, 1, 200, 1)
                .with(LoadPlan.Behaviour.RESUME)
                .with(LoadPlan.Behaviour.CONFIRM);
        return new LoadClients(peer, plan, new Progress(System.err));
    }

    private static Reconnector connect(LoadClients clients, StubPeer peer, @Nullable History history)
            throws InterruptedException {
        Reconnector returns = new Reconnector(clients, peer.endpoints(), history, 200);
        clients.connect(returns);
        returns.watch();
        return returns;
    }

    private static Room room(LoadClients clients) {
        return clients.participants().rooms().getFirst();
    }

    /** Cuts connections while messages are sent: some arrive before, some while the clients are away. */
    private static void cutWhileSending(LoadClients clients, StubPeer peer, int number) throws InterruptedException {
        clients.step(MESSAGES * 4, 0, 0.25);
        long start = System.nanoTime();
        CompletableFuture<Long> sending = clients.send(MESSAGES * 2, start, start + 500_000_000);
        await("messages").until(() -> peer.delivered() > (MESSAGES + 20) * MEMBERS);
        peer.cut(room(clients), number);
        sending.join();
    }

    private static void awaitBack(LoadClients clients, Reconnector returns, int all) throws InterruptedException {
        await("all to be back").until(() -> returns.back().size() == all && returns.away() == 0);
        clients.drain();
        returns.finish();
        clients.eventLoops().settle();
    }

    private record StubHistory(StubPeer peer) implements History {

        @Override
        public byte[] newest(Room room, int count) {
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            peer.pages(room).stream().limit(count).forEach(page::writeBytes);
            return page.toByteArray();
        }

        @Override
        public void pages(Room room, Consumer<byte[]> pages) {
            peer.pages(room).forEach(pages);
        }
    }
}
