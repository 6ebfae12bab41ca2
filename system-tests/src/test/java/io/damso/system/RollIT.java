package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.system.MovingClient.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Processes are restarted one by one while clients send. */
class RollIT extends SystemTest {

    private static final Logger LOG = LoggerFactory.getLogger(RollIT.class);
    private static final int CLIENTS = 20;
    private static final int MESSAGES = 20;
    private static final List<String> PERSISTENCES = List.of("persistence-1", "persistence-2");

    @BeforeEach
    void addPersistence() throws Exception {
        cluster.damso("up", "--persistence", "2").assertSuccess();
    }

    @AfterEach
    void removePersistence() throws Exception {
        cluster.damso("up", "--persistence", "1").assertSuccess();
    }

    @Test
    void rollUnderTrafficLosesAndDoublesNothing() throws Exception {
        Map<String, Long> before = pids();
        try (MovingClients clients = new MovingClients(cluster, CLIENTS)) {
            DamsoRun roll = cluster.damso("roll");
            roll.assertSuccess();
            assertThat(roll.output())
                    .contains("Restarting gateway-1", "Restarting gateway-2", "Restarting persistence-2")
                    .contains("Reloading nginx", "Not restarted: rabbitmq-1 and store");
            clients.finish();
            List<End> ends = clients.all().stream()
                    .flatMap(client -> client.ends().stream())
                    .toList();
            LOG.warn(
                    "{} sessions moved; live again after at most {} ms; SENDs unanswered {}, refused {}, acknowledged {}",
                    ends.size(),
                    TimeUnit.NANOSECONDS.toMillis(
                            ends.stream().mapToLong(End::liveAgain).max().orElse(-1)),
                    ends.stream().mapToInt(End::unanswered).sum(),
                    clients.all().stream()
                            .flatMap(client -> client.refusals().stream())
                            .toList(),
                    clients.all().stream()
                            .mapToInt(client -> client.acknowledged().size())
                            .sum());
            assertThat(ends).isNotEmpty().allMatch(end -> end.reason().equals("close 1012"));
            assertThat(ends).allMatch(end -> end.liveAgain() < TimeUnit.SECONDS.toNanos(3));
            clients.assertNothingLostOrDoubled();
        }
        Map<String, Long> after = pids();
        for (String name : List.of("gateway-1", "gateway-2", "persistence-1", "persistence-2")) {
            assertThat(after.get(name)).as(name).isNotEqualTo(before.get(name));
        }
        for (String name : List.of("rabbitmq-1", "store", "nginx")) {
            assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
        }
    }

    /** One of the two stops is that of the active consumer. */
    @Test
    void otherPersistenceTakesOverAtOnce() throws Exception {
        ChatClient client = client(alicesToken);
        List<String> sent = new ArrayList<>();
        for (String stopped : PERSISTENCES) {
            CompletableFuture<DamsoRun> stop = CompletableFuture.supplyAsync(() -> run("stop", stopped));
            long longest = 0;
            for (int i = 0; i < MESSAGES || !stop.isDone(); i++) {
                String text = stopped + " " + i;
                Cluster.now(client.send(room, text));
                sent.add(text);
                long kept = System.nanoTime();
                await("the message in the history")
                        .pollInterval(Duration.ofMillis(20))
                        .ignoreExceptions()
                        .until(() -> newestText().equals(text));
                longest = Math.max(longest, System.nanoTime() - kept);
            }
            stop.get().assertSuccess();
            LOG.warn("{} stopped: stored after at most {} ms", stopped, TimeUnit.NANOSECONDS.toMillis(longest));
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(3));
            cluster.control("start", stopped);
        }
        assertThat(storedTexts()).containsExactlyElementsOf(sent);
    }

    private String newestText() throws Exception {
        return api.history(alicesToken, room, "limit=1")
                .path("messages")
                .path(0)
                .path("text")
                .asString("");
    }

    private static DamsoRun run(String... arguments) {
        try {
            return cluster.damso(arguments);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Long> pids() throws Exception {
        Map<String, Long> pids = new HashMap<>();
        DamsoRun status = cluster.damso("status", "--json");
        status.assertSuccess();
        for (JsonNode process : new JsonMapper().readTree(status.output())) {
            pids.put(process.path("name").stringValue(), process.path("pid").longValue());
        }
        return pids;
    }
}
