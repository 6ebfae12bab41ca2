package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.system.ReconnectingClients.Connected;
import io.damso.system.wire.HttpAnswer;
import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways are restarted one after the other and together: all clients reconnect, and new sockets are distributed. */
class GatewayReturnIT extends SystemTest {

    private static final int CLIENTS = 200;
    private static final int NEW_SOCKETS = 40;
    private static final int ATTEMPTS = 10;

    /** NGINX leaves out a gateway for a second after a failure, and ten quick attempts may take less. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private static final int USERS = 40;
    private static final int ONE_AFTER_THE_OTHER = 20;
    private static final int SECOND_GATEWAY = 9103;

    /** Maximum time of a return beyond the time that this machine needs for as many clients without a fault. */
    private static final Duration ALLOWED = Duration.ofSeconds(5);

    private ReconnectingClients clients;
    private Duration undisturbed;

    @BeforeEach
    void measureClusterWithoutFaults() throws Exception {
        cluster.awaitReady();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            tokens.add(api.token("one-of-many-" + UUID.randomUUID()));
        }
        clients = new ReconnectingClients(cluster.port(8443), cluster.tls(), tokens);
        long start = System.nanoTime();
        Connected all = clients.connectAll(CLIENTS);
        undisturbed = Duration.ofNanos(all.last() - start);
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }

    @Test
    void restartedGatewaysGetTheirShareOfClientsAgain() throws Exception {
        for (String gateway : List.of("gateway-1", "gateway-2")) {
            cluster.control("stop", gateway);
            long gone = System.nanoTime();
            Connected meanwhile = clients.connectAll(CLIENTS / 2);
            assertThat(meanwhile.byNode()).hasSize(1).doesNotContainKeys(gateway, "nowhere");
            assertInTime(meanwhile, gone);
            cluster.control("start", gateway);
            awaitBalance();
        }
    }

    @Test
    void allClientsReconnectSoonAfterAllGatewaysWereKilled() throws Exception {
        cluster.control("kill", "gateway-1");
        cluster.control("kill", "gateway-2");
        clients.leave();
        CompletableFuture<Connected> connected = connectInBackground();
        cluster.control("start", "gateway-1");
        cluster.control("start", "gateway-2");
        long ready = System.nanoTime();
        assertInTime(connected.get(), ready);
        awaitBalance();
    }

    @Test
    void allClientsReconnectSoonAfterTheBrokerIsBack() throws Exception {
        clients.leave();
        cluster.control("kill", "rabbitmq-1");
        await("handshakes to be refused").until(() -> handshakeStatus() == 503);
        CompletableFuture<Connected> connected = connectInBackground();
        cluster.control("start", "rabbitmq-1");
        cluster.awaitReady();
        long ready = System.nanoTime();
        assertInTime(connected.get(), ready);
        awaitBalance();
    }

    @Test
    void clientsOfAHangingGatewayConnectToTheOther() throws Exception {
        clients.leave();
        signal("STOP");
        try {
            long hangs = System.nanoTime();
            Connected meanwhile = clients.connectAll(CLIENTS);
            assertThat(meanwhile.byNode()).containsOnlyKeys("gateway-2");
            assertInTime(meanwhile, hangs);
        } finally {
            signal("CONT");
        }
        awaitBalance();
    }

    /** NGINX waits a second for each attempt, so it must try such a host rarely. */
    @Test
    void unresponsiveHostDelaysFewClients() throws Exception {
        clients.leave();
        cluster.control("stop", "gateway-2");
        try (UnresponsiveHost host = new UnresponsiveHost(cluster.port(SECOND_GATEWAY))) {
            assertThat(host.queued()).isPositive();
            long gone = System.nanoTime();
            Connected meanwhile = clients.connectAll(CLIENTS);
            assertThat(meanwhile.byNode()).containsOnlyKeys("gateway-1");
            assertInTime(meanwhile, gone);
            clients.leave();
            int slow = 0;
            for (int i = 0; i < ONE_AFTER_THE_OTHER; i++) {
                long start = System.nanoTime();
                assertThat(clients.connectAll(1).byNode()).containsOnlyKeys("gateway-1");
                slow += System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(900) ? 1 : 0;
            }
            assertThat(slow).as("clients that waited").isLessThan(ONE_AFTER_THE_OTHER / 4);
        } finally {
            cluster.control("start", "gateway-2");
        }
        awaitBalance();
    }

    @Test
    void gatewayThatRefusesAfterItsCheckAffectsNoClient() throws Exception {
        clients.leave();
        cluster.control("stop", "gateway-2");
        try (RejectingGateway rejecting = new RejectingGateway(cluster.port(SECOND_GATEWAY))) {
            for (int i = 0; i < ONE_AFTER_THE_OTHER; i++) {
                try (RawConnection connection = RawConnection.open(cluster.port(8443), cluster.tls(), i)) {
                    connection.write(RawWebSocket.handshake("/ws"));
                    assertThat(HttpAnswer.read(connection).status()).isEqualTo(101);
                }
            }
            assertThat(rejecting.refused()).as("refused handshakes").isPositive();
        } finally {
            cluster.control("start", "gateway-2");
        }
        awaitBalance();
    }

    /** Clients connect while no gateway runs, so that NGINX marks all gateways as failed. */
    private CompletableFuture<Connected> connectInBackground() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return clients.connectAll(CLIENTS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void assertInTime(Connected connected, long since) {
        assertThat(connected.byNode()).doesNotContainKey("nowhere");
        assertThat(Duration.ofNanos(connected.last() - since))
                .as("until %s were connected; undisturbed: %s", connected.byNode(), undisturbed)
                .isLessThan(undisturbed.multipliedBy(2).plus(ALLOWED));
    }

    /**
     * Soon each gateway gets half of the new sockets, within a fifth. Sockets stay open until the end, because NGINX
     * forgets the failure of a gateway when a socket on it ends. They come one after the other, because a gateway that
     * has just started answers slowly, and then gets fewer of those that come at the same time.
     */
    private void awaitBalance() throws Exception {
        List<Connected> attempts = new ArrayList<>();
        await("an attempt with a fair distribution")
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_ATTEMPTS)
                .until(() -> {
                    attempts.add(clients.connectOneByOne(NEW_SOCKETS));
                    return isBalanced(attempts.getLast()) || attempts.size() == ATTEMPTS;
                });
        clients.leave();
        assertThat(attempts).anyMatch(GatewayReturnIT::isBalanced);
    }

    private static boolean isBalanced(Connected connected) {
        int least = NEW_SOCKETS * 2 / 5;
        return connected.on("gateway-1") >= least && connected.on("gateway-2") >= least;
    }

    private static int handshakeStatus() throws Exception {
        try (RawConnection connection = RawConnection.open(cluster.port(8443), cluster.tls(), CLIENTS + 1)) {
            connection.write(RawWebSocket.handshake("/ws"));
            return HttpAnswer.read(connection).status();
        }
    }

    private static void signal(String name) throws Exception {
        String pid = Files.readAllLines(cluster.runDirectory().resolve("gateway-1/pid"))
                .getFirst();
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }
}
