package io.damso.system;

import static io.damso.system.Cluster.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page opens a room and resumes it without the REST history, and shows every message once. */
class PageResumeIT extends SystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DelayingProxy proxy = new DelayingProxy(cluster.port(8443));
    private final Browser alices = new Browser(cluster.port(8443), proxy.port());
    private ChatClient bobsClient;

    @BeforeEach
    void openPage() throws Exception {
        cluster.awaitReady();
        bobsClient = client("gateway-1", bobsToken);
        now(bobsClient.send(room, "before"));
        alices.signIn(cluster.web() + "/#room=" + room, alice);
        alices.awaitMessage("before");
    }

    @AfterEach
    void end() {
        alices.close();
        proxy.close();
    }

    @Test
    void messagesThatOthersSendDuringACutAreShownOnceAndInOrder() throws Exception {
        Traffic bobs = new Traffic(bobsClient, "bob");
        Traffic alicesOther = new Traffic(client("gateway-2", alicesToken), "alice");
        await("live messages").atMost(PATIENCE).until(() -> texts().size() > 20);
        proxy.cut();
        await("the lost connection")
                .atMost(PATIENCE)
                .until(() -> !alices.state().equals("connected"));
        bobs.awaitMore(20);
        alicesOther.awaitMore(20);
        proxy.release();
        awaitConnected();
        bobs.awaitMore(20);
        alicesOther.awaitMore(20);
        List<String> ofBob = bobs.end();
        List<String> ofAlice = alicesOther.end();
        int all = 1 + ofBob.size() + ofAlice.size();
        await("all messages").atMost(PATIENCE).until(() -> texts().size() >= all);
        assertThat(texts()).hasSize(all).startsWith("before");
        assertThat(texts()).filteredOn(text -> text.startsWith("bob")).containsExactlyElementsOf(ofBob);
        assertThat(texts()).filteredOn(text -> text.startsWith("alice")).containsExactlyElementsOf(ofAlice);
        assertThat(historyRequests()).isEmpty();
    }

    @Test
    void lastMessagesReplaceWhatIsShownIfThePositionIsRefused() throws Exception {
        alices.run("""
                const send = WebSocket.prototype.send;
                WebSocket.prototype.send = function (data) {
                  return send.call(this, String(data).replace(/\\nresume-after:[^\\n]*/, '\\nresume-after:garbage'));
                };""");
        proxy.cut();
        List<String> missed = numbered("missed", 70);
        for (String text : missed) {
            now(bobsClient.send(room, text));
        }
        proxy.release();
        await("the last messages")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts()).containsExactlyElementsOf(missed.subList(20, 70)));
        now(bobsClient.send(room, "live"));
        alices.awaitMessage("live");
        assertThat(historyRequests()).isEmpty();
        await("the page before").atMost(PATIENCE).until(() -> {
            alices.run("document.getElementById('scroll').scrollTop = 0;"
                    + "document.getElementById('scroll').dispatchEvent(new Event('scroll'))");
            return texts().size() >= 72;
        });
        assertThat(texts()).startsWith("before").endsWith("live").hasSize(72).containsSubsequence(missed);
        assertThat(historyRequests()).hasSize(1);
    }

    @Test
    void chatGoesOnWithoutPersistenceAndTheMissedMessagesTakeTheirPlaceLater() throws Exception {
        for (String node : List.of("gateway-1", "gateway-2")) {
            now(client(node, alicesToken).join(room, message -> {})); // whichever the page comes to has the membership
        }
        cluster.control("kill", "persistence-1");
        try {
            proxy.cut();
            await("the lost connection")
                    .atMost(PATIENCE)
                    .until(() -> !alices.state().equals("connected"));
            now(bobsClient.send(room, "missed"));
            proxy.release();
            awaitConnected();
            now(bobsClient.send(room, "live"));
            alices.awaitMessage("live");
        } finally {
            cluster.control("start", "persistence-1");
        }
        // A gateway that has the missed message in memory delivers it before "live", another one when persistence is
        // back.
        await("the missed message")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts()).containsExactly("before", "missed", "live"));
        assertThat(historyRequests()).isEmpty();
    }

    /** Sends one message after the other, slowly enough for the number that can be replayed. */
    private final class Traffic {

        private static final long PAUSE_MILLIS = 20;

        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicBoolean ends = new AtomicBoolean();
        private final CompletableFuture<Void> running;
        private final String name;

        Traffic(ChatClient client, String name) {
            this.name = name;
            this.running = sendFrom(client);
        }

        private CompletableFuture<Void> sendFrom(ChatClient client) {
            return client.send(room, name + " " + sent.get())
                    .thenComposeAsync(
                            id -> {
                                sent.incrementAndGet();
                                return ends.get() ? CompletableFuture.completedFuture(null) : sendFrom(client);
                            },
                            CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        }

        void awaitMore(int number) {
            int before = sent.get();
            await(name).atMost(PATIENCE).until(() -> sent.get() >= before + number);
        }

        /** Stops it; returns all texts. */
        List<String> end() throws Exception {
            ends.set(true);
            now(running);
            return numbered(name, sent.get());
        }
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + " " + i).toList();
    }

    private void awaitConnected() {
        await("connected").atMost(PATIENCE).until(() -> alices.state().equals("connected"));
    }

    private List<String> texts() {
        return alices.all("#messages [data-message-id] .text");
    }

    /** Returns the addresses of all requests for a page of the history. */
    private List<String> historyRequests() {
        Object urls = alices.run("return performance.getEntriesByType('resource').map(each => each.name)");
        return ((List<?>) Objects.requireNonNull(urls))
                .stream()
                        .map(String::valueOf)
                        .filter(url -> url.contains("/messages?"))
                        .toList();
    }
}
