package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.client.StompFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What happens to a client while it gets thousands of large messages that it missed. */
class ReplayIT extends SystemTest {

    private static final JsonMapper JSON = new JsonMapper();
    /** Below the most that are replayed (1,000), because a live message may be among them. */
    private static final int MISSED = 900;

    private static final String FILLER = "x".repeat(3_500);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Shorter than the time after which a client that does not read is closed. */
    private static final long LONGEST_STOP_SECONDS = 8;

    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch readOn = new CountDownLatch(1);
    private ChatClient client;
    private CompletableFuture<StompFrame> receipt;

    /** The client gets another room first and does not read on in it, so the replay of the room is still to come. */
    @BeforeEach
    void resume() throws Exception {
        cluster.awaitReady();
        String other = api.createRoom(alicesToken, "A room before the room of a test", List.of(bob));
        Map<String, String> afterOther = missed(other);
        Map<String, String> after = missed(room);
        client = client("gateway-2", bobsToken);
        client.join(other, "other", afterOther, this::stopOnce);
        assertThat(begun.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        receipt = client.join(room, "r", after, message -> received.add(numberOf(message)));
    }

    /** Returns the headers with which bob resumes a room in which he missed messages. */
    private Map<String, String> missed(String roomId) throws Exception {
        RoomReader before = new RoomReader();
        ChatClient left = client("gateway-1", bobsToken);
        now(before.join(left, roomId, Map.of()));
        left.close();
        ChatClient sender = client("gateway-1", alicesToken);
        List<CompletableFuture<String>> sent = IntStream.range(0, MISSED)
                .mapToObj(i -> sender.send(roomId, i + " " + FILLER))
                .toList();
        now(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
        return Map.of("resume-after", String.valueOf(before.position()));
    }

    private void stopOnce(StompFrame message) {
        if (numberOf(message) == 0) {
            begun.countDown();
            try {
                assertThat(readOn.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static int numberOf(StompFrame message) {
        String text = JSON.readTree(message.body()).path("text").asString("");
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private void awaitAll() throws Exception {
        assertThat(now(receipt).headers())
                .containsEntry("recovered", "true")
                .containsEntry("replayed", Integer.toString(MISSED));
        assertThat(received).containsExactlyElementsOf(numbers(MISSED));
        assertThat(client.ended()).isNotDone();
    }

    @Test
    void readerThatStopsForSomeTimeGetsEverythingInOrder() throws Exception {
        now(client("gateway-2", alicesToken).send(room, MISSED + " live"));
        readOn.countDown();
        assertThat(now(receipt).headers()).containsEntry("recovered", "true");
        await("the live message").atMost(TIMEOUT).until(() -> received.size() > MISSED);
        assertThat(received).containsExactlyElementsOf(numbers(MISSED + 1));
        assertThat(client.ended()).isNotDone();
    }

    @Test
    void refreshedTokenDoesNotDisturbIt() throws Exception {
        CompletableFuture<Void> refreshed = client.frame(
                StompCommand.SEND,
                Map.of("destination", "/app/session.refresh", "content-type", "application/json"),
                JSON.writeValueAsString(Map.of("token", api.token(bob))));
        readOn.countDown();
        now(refreshed);
        awaitAll();
    }

    @Test
    void secondSubscriptionIsNotDisturbedByIt() throws Exception {
        List<String> live = new CopyOnWriteArrayList<>();
        CompletableFuture<StompFrame> second =
                client.join(room, "second", Map.of(), message -> live.add(message.body()));
        readOn.countDown();
        now(second);
        awaitAll();
        now(client("gateway-1", alicesToken).send(room, MISSED + " live"));
        await("both").atMost(TIMEOUT).until(() -> live.size() == 1 && received.size() == MISSED + 1);
        assertThat(received).containsExactlyElementsOf(numbers(MISSED + 1));
    }

    @Test
    void lostConnectionEndsItForThisClientOnly() throws Exception {
        readOn.countDown();
        client.close();
        RoomReader again = new RoomReader();
        StompFrame other = now(again.join(client("gateway-2", alicesToken), room, Map.of("history", "200")));
        assertThat(other.headers()).containsEntry("replayed", "200");
    }
}
