package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Live messages that do not reach a gateway are found and delivered. */
class HealedFeedIT extends SystemTest {

    private static final String DEAF = "gateway-2";

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final RoomReader reader = new RoomReader();
    private ChatClient sender;

    @BeforeEach
    void join() throws Exception {
        cluster.awaitReady();
        sender = client("gateway-1", alicesToken);
        ChatClient client = client(DEAF, bobsToken);
        now(client.events(event -> events.add(
                event.path("type").asString("") + " " + event.path("complete").asBoolean(false)
                        + (event.path("follows").asBoolean(false) ? ", the rest follows" : ""))));
        now(reader.join(client, room, Map.of()));
    }

    @Test
    void messageThatAnotherShowsToBeMissingIsDeliveredBeforeIt() throws Exception {
        now(sender.send(room, "one"));
        await("the first").untilAsserted(() -> assertThat(reader.texts()).containsExactly("one"));
        cluster.unbind(DEAF, room);
        now(sender.send(room, "two"));
        cluster.bind(DEAF, room);
        now(sender.send(room, "three"));
        await("all").untilAsserted(() -> assertThat(reader.texts()).containsExactly("one", "two", "three"));
        await("the notices")
                .untilAsserted(() ->
                        assertThat(events).containsExactly("delivery-interrupted false", "delivery-resumed true"));
    }

    @Test
    void lastMessageIsDeliveredAlthoughNothingFollows() throws Exception {
        now(sender.send(room, "one"));
        cluster.unbind(DEAF, room);
        long lost = System.nanoTime();
        now(sender.send(room, "the last"));
        await("the last").untilAsserted(() -> assertThat(reader.texts()).containsExactly("one", "the last"));
        assertThat(System.nanoTime() - lost).isLessThan(30_000_000_000L);
    }

    @Test
    void cutOfTheRelayUnderTrafficLosesNothing() throws Exception {
        List<String> texts =
                IntStream.range(0, 600).mapToObj(i -> "message " + i).toList();
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(
                () -> texts.forEach(text -> sender.send(room, text).join()));
        await("traffic").until(() -> reader.texts().size() > 50);
        for (String name : cluster.console("connections", "name")) {
            if (isRelay(name)) {
                cluster.delete("connections/"
                        + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
                                .replace("+", "%20"));
            }
        }
        now(traffic);
        await("all").until(() -> reader.texts().size() >= texts.size());
        assertThat(reader.texts()).containsExactlyElementsOf(texts);
        assertThat(events).contains("delivery-interrupted false").endsWith("delivery-resumed true");
    }

    /** Connections of STOMP have no name of their own. */
    private static boolean isRelay(String name) throws Exception {
        List<String> names = cluster.console("connections", "name");
        List<String> protocols = cluster.console("connections", "protocol");
        int index = names.indexOf(name);
        return index >= 0 && protocols.get(index).startsWith("STOMP");
    }

    @Test
    void chatGoesOnOverAHoleWhilePersistenceIsAwayAndIsHealedLater() throws Exception {
        now(sender.send(room, "one"));
        await("the first").untilAsserted(() -> assertThat(reader.texts()).containsExactly("one"));
        cluster.control("kill", "persistence-1");
        String overTheHole;
        try {
            cluster.unbind(DEAF, room);
            now(sender.send(room, "two"));
            cluster.bind(DEAF, room);
            now(sender.send(room, "three"));
            await("what is not missing")
                    .untilAsserted(() -> assertThat(reader.texts()).containsExactly("one", "three"));
            now(sender.send(room, "four"));
            await("what follows")
                    .untilAsserted(() -> assertThat(reader.texts()).containsExactly("one", "three", "four"));
            assertThat(events)
                    .containsExactly("delivery-interrupted false", "delivery-resumed false, the rest follows");
            overTheHole = String.valueOf(reader.position());
            assertLiveAtOnce();
        } finally {
            cluster.control("start", "persistence-1");
        }
        await("the missing one")
                .untilAsserted(() -> assertThat(reader.texts()).containsExactly("one", "three", "four", "two"));
        assertThat(reader.late()).containsExactly("two");
        await("the notice").untilAsserted(() -> assertThat(events).endsWith("delivery-resumed true"));
        now(sender.send(room, "five"));
        await("the last").until(() -> reader.texts().contains("five"));
        assertThat(reader.late()).containsExactly("two");
        assertOnlyWhatIsMissingIsReplayed(overTheHole);
    }

    /** The client has heard "three" and "four" over the hole, and moves to the other gateway. */
    private void assertOnlyWhatIsMissingIsReplayed(String overTheHole) throws Exception {
        assertThat(overTheHole).hasSizeBetween(20, 512);
        RoomReader moved = new RoomReader();
        assertThat(now(moved.join(client("gateway-1", bobsToken), room, Map.of("resume-after", overTheHole)))
                        .headers())
                .containsEntry("recovered", "true")
                .containsEntry("replayed", "2");
        assertThat(moved.texts()).containsExactly("two", "five");
        assertThat(moved.late()).containsExactly("two");
    }

    private void assertLiveAtOnce() throws Exception {
        RoomReader late = new RoomReader();
        long start = System.nanoTime();
        assertThat(now(late.join(client("gateway-1", alicesToken), room, Map.of("history", "20")))
                        .headers())
                .containsEntry("recovered", "false")
                .containsEntry("code", "history-unavailable");
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }
}
