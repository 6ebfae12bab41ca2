package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.system.MovingClient.End;
import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.Received;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway gets SIGTERM while clients send through NGINX. */
class DrainIT extends SystemTest {

    private static final Logger LOG = LoggerFactory.getLogger(DrainIT.class);
    private static final String STOPPED = "gateway-1";
    private static final String OTHER = "gateway-2";
    private static final int CLIENTS = 24;
    private static final long INSTANT_MILLIS = 500;
    private static final int SOCKJS_CLIENTS = 8;
    private static final int NEW_SOCKJS_CLIENTS = 12;
    private static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @BeforeEach
    void awaitCluster() {
        cluster.awaitReady();
    }

    @Test
    void clientsMoveToTheOtherGatewayWithoutLoss() throws Exception {
        try (ForegroundGateway gateway =
                        ForegroundGateway.start(cluster, STOPPED, Map.of("DAMSO_GATEWAY_DRAIN_DURATION", "10s"));
                MovingClients clients = new MovingClients(cluster, CLIENTS)) {
            clients.observe(OTHER);
            List<MovingClient> moved = clients.on(STOPPED);
            assertThat(moved).hasSizeGreaterThan(CLIENTS / 4);

            long begin = System.nanoTime();
            gateway.terminate();
            await("the notices")
                    .until(() ->
                            moved.stream().anyMatch(client -> !client.notices().isEmpty()));
            assertThat(gateway.readiness()).isEqualTo(503);
            assertThat(gateway.handshakeCheck()).isEqualTo(404);
            assertThat(gateway.exitCode()).isZero();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            await("all to be live again")
                    .until(() -> moved.stream().allMatch(client -> client.ends().size() == 1));
            clients.finish();

            List<End> ends =
                    moved.stream().flatMap(client -> client.ends().stream()).toList();
            report(ends, clients, begin, seconds);
            assertThat(moved).allMatch(client -> client.notices().contains("node-draining"));
            assertThat(ends).allMatch(end -> end.reason().equals("close 1012"));
            assertThat(ends).allMatch(end -> end.nextNode().equals(OTHER));
            assertThat(ends).allMatch(end -> end.liveAgain() < TimeUnit.SECONDS.toNanos(3));
            assertThat(clients.on(OTHER)).hasSize(CLIENTS);
            assertSpread(ends);
            clients.assertNothingLostOrDoubled();
        }
    }

    private static void assertSpread(List<End> ends) {
        long[] millis = millis(ends);
        assertThat(millis[millis.length - 1] - millis[0])
                .as("from the first close to the last, in milliseconds: %s", millis)
                .isGreaterThan(5_000);
        for (long from : millis) {
            assertThat(LongStream.of(millis)
                            .filter(each -> each >= from && each < from + INSTANT_MILLIS)
                            .count())
                    .as("closes within half a second from %s of %s", from, millis)
                    .isLessThanOrEqualTo(ends.size() / 4 + 1);
        }
    }

    private static long[] millis(List<End> ends) {
        return ends.stream()
                .mapToLong(end -> TimeUnit.NANOSECONDS.toMillis(end.at()))
                .sorted()
                .toArray();
    }

    private static void report(List<End> ends, MovingClients clients, long begin, long seconds) {
        long[] millis = millis(ends);
        long[] returns = ends.stream()
                .mapToLong(end -> TimeUnit.NANOSECONDS.toMillis(end.liveAgain()))
                .sorted()
                .toArray();
        LOG.warn(
                "{} sessions drained in {} s; closed {} to {} ms after SIGTERM; live again after {} ms (median), {} ms (longest);"
                        + " SENDs unanswered {}, refused {}, acknowledged {}",
                ends.size(),
                seconds,
                millis[0] - TimeUnit.NANOSECONDS.toMillis(begin),
                millis[millis.length - 1] - TimeUnit.NANOSECONDS.toMillis(begin),
                returns[returns.length / 2],
                returns[returns.length - 1],
                ends.stream().mapToInt(End::unanswered).sum(),
                clients.all().stream()
                        .mapToInt(client -> client.refusals().size())
                        .sum(),
                clients.all().stream()
                        .mapToInt(client -> client.acknowledged().size())
                        .sum());
    }

    @Test
    void secondSignalEndsAllSessionsAtOnce() throws Exception {
        try (ForegroundGateway gateway =
                ForegroundGateway.start(cluster, STOPPED, Map.of("DAMSO_GATEWAY_DRAIN_DURATION", "5m"))) {
            List<String> notices = new CopyOnWriteArrayList<>();
            List<ChatClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ChatClient client = client(STOPPED, alicesToken);
                now(client.events(event -> notices.add(event.path("type").stringValue())));
                clients.add(client);
            }
            gateway.terminate();
            await("the notices").until(() -> notices.size() == clients.size());
            assertThat(clients).noneMatch(client -> client.ended().isDone());
            long second = System.nanoTime();
            gateway.terminate();
            gateway.exitCode();
            assertThat(Duration.ofNanos(System.nanoTime() - second)).isLessThan(Duration.ofSeconds(3));
            for (ChatClient client : clients) {
                assertThat(now(client.ended())).isEqualTo("close 1012");
            }
        }
    }

    @Test
    void sessionsOverHttpAreClosedAndNewOnesGoToTheOtherGateway() throws Exception {
        HttpClient http = cluster.http();
        try (ForegroundGateway gateway =
                ForegroundGateway.start(cluster, STOPPED, Map.of("DAMSO_GATEWAY_DRAIN_DURATION", "5s"))) {
            List<CompletableFuture<String>> closes = new ArrayList<>();
            List<PollingClient> stay = new ArrayList<>();
            for (int i = 0; i < SOCKJS_CLIENTS; i++) {
                PollingClient client = new PollingClient(http, cluster.web());
                if (client.connect(alicesToken).contains("node:" + STOPPED)) {
                    closes.add(client.listen());
                } else {
                    client.listen();
                    stay.add(client);
                }
            }
            assertThat(closes).as("sessions on %s", STOPPED).isNotEmpty();
            gateway.terminate();
            await("the end of the readiness").until(() -> gateway.handshakeCheck() == 404);
            for (int i = 0; i < NEW_SOCKJS_CLIENTS; i++) {
                PollingClient client = new PollingClient(http, cluster.web());
                assertThat(client.connect(bobsToken)).contains("node:" + OTHER);
                client.listen();
                stay.add(client);
            }
            for (CompletableFuture<String> close : closes) {
                assertThat(now(close)).isEqualTo("c[1012,\"node-draining\"]\n");
            }
            assertThat(gateway.exitCode()).isZero();
            cluster.damso("start", STOPPED).assertSuccess();
            for (PollingClient client : stay) {
                client.send("SUBSCRIBE\\nid:1\\ndestination:/user/queue/errors\\nreceipt:r-1\\n\\n\\u0000");
                await("an answer in the session").until(() -> client.received().contains("receipt-id:r-1"));
            }
        }
    }

    @Test
    void everybodyIsToldWhenTheClusterStops() throws Exception {
        ChatClient onOne = client(STOPPED, alicesToken);
        ChatClient onOther = client(OTHER, bobsToken);
        try {
            cluster.damso("down").assertSuccess();
            assertThat(now(onOne.ended())).isEqualTo("close 1012");
            assertThat(now(onOther.ended())).isEqualTo("close 1012");
        } finally {
            cluster.damso("up").assertSuccess();
        }
    }

    /**
     * It does not read while it sends, as a client on a busy machine. If its connection were reset, some clients would
     * drop the close frame that waits to be read.
     */
    @Test
    void connectionOfAClientThatIsSendingIsNotReset() throws Exception {
        try (ForegroundGateway gateway =
                        ForegroundGateway.start(cluster, STOPPED, Map.of("DAMSO_GATEWAY_DRAIN_DURATION", "1s"));
                RawWebSocket socket = rawSocketOn(STOPPED)) {
            gateway.terminate();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Cluster.TIMEOUT_SECONDS);
            while (gateway.isRunning() && System.nanoTime() < end) {
                heartbeats(socket, 1);
            }
            assertThat(gateway.exitCode()).isZero();
            heartbeats(socket, 5); // the first one would be answered with the reset, on which the next one fails
            assertThat(socket.next()).isEqualTo(new Received.Close(1012, "node-draining"));
        }
    }

    private static void heartbeats(RawWebSocket socket, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            socket.send("\n");
            LockSupport.parkNanos(HEARTBEAT_NANOS);
        }
    }

    private RawWebSocket rawSocketOn(String node) throws Exception {
        for (int attempt = 0; attempt < 100; attempt++) {
            RawWebSocket socket = RawWebSocket.openWhenAdmitted(
                    () -> RawConnection.open(cluster.port(8443), cluster.tls(), 0), "/ws");
            socket.send("CONNECT\naccept-version:1.2\nhost:damso\nAuthorization:Bearer " + alicesToken + "\n\n\0");
            if (socket.next() instanceof Received.Text connected
                    && connected.text().contains("node:" + node)) {
                return socket;
            }
            socket.close();
        }
        throw new AssertionError("No connection landed on " + node);
    }

    private static <T> T now(CompletableFuture<T> future) throws Exception {
        return Cluster.now(future);
    }
}
