package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that is stopped for longer than its lease (SIGSTOP), and goes on. */
class PausedGatewayIT extends SystemTest {

    private static final String PAUSED = "gateway-1";
    private static final int MESSAGES = 100;

    private boolean stopped;

    @BeforeEach
    void awaitCluster() {
        cluster.awaitReady();
    }

    @AfterEach
    void resume() throws Exception {
        if (stopped) {
            signal("CONT");
        }
    }

    @Test
    void pausedGatewayDelaysNobodyAndBeginsAnotherRun() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        ChatClient onPaused = client(PAUSED, alicesToken);
        now(onPaused.events(event -> events.add(event.path("type").stringValue())));
        now(onPaused.join(room, message -> {}));
        ChatClient other = client("gateway-2", bobsToken);
        now(other.join(room, message -> {}));
        long before = medianMillis(other);
        List<String> run = exchanges();
        assertThat(run).isNotEmpty();

        signal("STOP");
        stopped = true;
        long meanwhile = medianMillis(other);
        await("the removal of the run")
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(exchanges()).isEmpty());
        signal("CONT");
        stopped = false;

        // The sockets of the gateway had no heart-beats meanwhile, so it may end them before it tells of the loss.
        await("the client to learn of it")
                .until(() -> onPaused.ended().isDone()
                        || events.containsAll(List.of("delivery-interrupted", "delivery-resumed")));
        cluster.awaitReady();
        assertThat(exchanges()).isNotEmpty().doesNotContainAnyElementsOf(run);
        List<String> received = new CopyOnWriteArrayList<>();
        ChatClient back = client(PAUSED, alicesToken);
        now(back.join(room, message -> received.add(message.path("text").stringValue())));
        now(other.send(room, "after the pause"));
        await("the message").untilAsserted(() -> assertThat(received).contains("after the pause"));
        assertThat(other.ended()).isNotDone();
        assertThat(meanwhile).as("median of RECEIPTs, %s ms before", before).isLessThan(10 * before + 50);
    }

    private List<String> exchanges() throws Exception {
        return cluster.brokerNames("exchanges").stream()
                .filter(name -> name.startsWith("damso.gateway." + PAUSED + "."))
                .toList();
    }

    private long medianMillis(ChatClient client) throws Exception {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            long start = System.nanoTime();
            now(client.send(room, "message " + i));
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        return times.stream().sorted().toList().get(MESSAGES / 2);
    }

    private static void signal(String name) throws Exception {
        String pid = Long.toString(cluster.pid(PAUSED));
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }
}
