package io.damso.load.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.count.Counts;
import io.damso.load.run.Confirmations;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The system tests start Damso itself, because they need its build. */
class PeersIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path work;

    @ParameterizedTest
    @CsvSource({"stock, 2, 3", "web-stomp, 1, 1", "nats, 1, 1", "nats, 2, 2", "jetstream, 1, 1", "simple, 1, 1"})
    void twoClientsExchangeMessagesAndNoProcessRemains(String name, int nodes, int processes) throws Exception {
        List<ServerProcess> started = new ArrayList<>();
        try (Peer peer = Peers.named(name).start(new PeerOptions(nodes, work));
                HttpClient http = HttpClient.newHttpClient()) {
            started.addAll(peer.processes());
            assertThat(peer.name()).isEqualTo(name);
            assertThat(peer.endpoints()).hasSize(nodes);
            assertThat(started).hasSize(processes).allMatch(PeersIT::isAlive);
            talk(peer, http);
        }
        // An ended process stays in the process table until its parent waits for it.
        await("no process to be left")
                .atMost(TIMEOUT)
                .until(() -> started.stream().noneMatch(PeersIT::isAlive));
        assertThat(work).isDirectoryRecursivelyContaining("glob:**/log");
        assertThat(directories("data")).isEmpty();
    }

    private static void talk(Peer peer, HttpClient http) throws Exception {
        List<Room> rooms = peer.createRooms(2, List.of(List.of("ann", "bob"), List.of("ann", "bob")));
        URI first = peer.endpoints().getFirst();
        URI last = peer.endpoints().getLast();
        try (MinimalClient ann = MinimalClient.connect(http, first, peer, "ann");
                MinimalClient bob = MinimalClient.connect(http, last, peer, "bob")) {
            ann.subscribe(rooms.get(0));
            bob.subscribe(rooms.get(0));
            // Not every peer confirms a SUBSCRIBE, so the message is repeated until both receive it.
            await("both to receive").atMost(TIMEOUT).until(() -> {
                bob.send(rooms.get(0), peer.body("hello", "1"));
                return ann.hasReceived("hello") && bob.hasReceived("hello");
            });
            bob.send(rooms.get(1), peer.body("elsewhere", "2"));
            bob.send(rooms.get(0), peer.body("good bye", "3"));
            ann.awaitReceived("good bye");
            assertThat(ann.hasReceived("elsewhere")).isFalse();
        }
    }

    @Test
    void jetStreamConfirmsAndStoresEachMessage() throws Exception {
        LoadPlan plan = new LoadPlan(3, 2, 2, 200, 1);
        Confirmations confirmations = new Confirmations();
        try (Peer peer = Peers.named("jetstream").start(new PeerOptions(1, work));
                LoadClients clients = new LoadClients(peer, plan, new Progress(System.err))) {
            Stored store = (Stored) peer;
            List<Room> rooms = clients.participants().rooms();
            assertThat(store.stored(rooms.getFirst())).isZero();
            clients.connect(confirmations);
            clients.step(120, 0, 1);
            confirmations.await(120);
            assertThat(clients.counts()).isEqualTo(new Counts(240, 240, 0, 0, 0, 0));
            assertThat(confirmations.confirmed()).isEqualTo(120);
            assertThat(confirmations.describeRefused()).isEmpty();
            for (int room = 0; room < rooms.size(); room++) {
                assertThat(store.stored(rooms.get(room)))
                        .isEqualTo(clients.participants().sent(room))
                        .isEqualTo(40);
            }
        }
    }

    @Test
    void oneOfSeveralNodesCanBeKilled() throws Exception {
        try (Peer peer = Peers.named("nats").start(new PeerOptions(2, work))) {
            List<ServerProcess> started = peer.processes();
            peer.kill("nats-2");
            await("nats-2 to be gone").atMost(TIMEOUT).until(() -> !isAlive(started.get(1)));
            assertThat(peer.processes()).containsExactly(started.get(0));
            assertThatThrownBy(() -> peer.kill("nats-2"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[nats-1]");
        }
    }

    @Test
    void onlyProcessIsNotKilled() throws Exception {
        try (Peer peer = Peers.named("nats").start(new PeerOptions(1, work))) {
            assertThatThrownBy(() -> peer.kill("nats-1")).isInstanceOf(UnsupportedOperationException.class);
            assertThat(peer.processes()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "web-stomp", "jetstream"})
    void peerWithOneNodeRefusesTwo(String name) {
        assertThatThrownBy(() -> Peers.named(name).start(new PeerOptions(2, work)))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("one node only");
    }

    @Test
    void interruptedBenchmarkLeavesNoServer() throws Exception {
        Process benchmark = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartedPeer.class.getName(),
                        "nats",
                        work.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("output").toFile())
                .start();
        try {
            await("a server")
                    .atMost(TIMEOUT)
                    .until(() -> Files.readString(work.resolve("output")).contains("pid="));
            long pid = Long.parseLong(
                    Files.readString(work.resolve("output")).strip().substring("pid=".length()));
            assertThat(isAlive(pid)).isTrue();
            benchmark.destroy();
            benchmark.waitFor();
            await("the server to be gone").atMost(TIMEOUT).until(() -> !isAlive(pid));
        } finally {
            benchmark.destroy();
        }
    }

    private static boolean isAlive(ServerProcess process) {
        return isAlive(process.pid());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private List<Path> directories(String name) throws IOException {
        try (Stream<Path> paths = Files.walk(work)) {
            return paths.filter(path -> path.endsWith(name)).toList();
        }
    }
}
