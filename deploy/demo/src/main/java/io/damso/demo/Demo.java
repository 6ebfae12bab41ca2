package io.damso.demo;

import io.damso.client.ChatApi;
import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import io.damso.client.Trust;
import io.damso.protocol.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * The demo: two users on two gateways exchange messages, and the history is read. Prints each step. Exit codes: 0 if
 * all steps succeeded, 1 if a step failed, 2 for an unusable option.
 */
public final class Demo {

    private static final long TIMEOUT_SECONDS = 15;
    private static final String NO_SUCH_RESOURCE = ErrorCode.NOT_FOUND.slug();
    private static final int ATTEMPTS_FOR_ANOTHER_NODE = 20;

    private final HttpClient http;
    private final URI url;
    private final ChatApi api;

    private Demo(DemoOptions options) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS));
        Path certificate = options.certificate();
        if (options.insecure()) {
            builder.sslContext(Trust.anybody());
        } else if (certificate != null) {
            builder.sslContext(Trust.certificate(certificate));
        }
        this.http = builder.build();
        this.url = options.url();
        this.api = new ChatApi(http, options.apiBase());
    }

    /** Runs the demo; {@link DemoOptions} lists the options. */
    public static void main(String[] args) {
        try {
            System.exit(run(DemoOptions.parse(args))); // the threads of the HTTP client would delay the end
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static int run(DemoOptions options) {
        try {
            new Demo(options).run();
            return 0;
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
            System.out.println("FAILED  " + Failures.explain(e, options.url()));
            return 1;
        }
    }

    private void run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String suffix = Long.toString(System.currentTimeMillis(), 36);
        String alice = "alice-" + suffix;
        String bob = "bob-" + suffix;
        String alicesToken = signIn(alice);
        String bobsToken = signIn(bob);
        step("%s and %s are signed in", alice, bob);
        String room = api.createRoom(alicesToken, "Demo", List.of(bob));
        step("room %s has both as members", room);
        try (ChatClient first = connect(alicesToken);
                ChatClient second = connectElsewhere(bobsToken, first.node())) {
            step("%s is on %s, %s is on %s", alice, first.node(), bob, second.node());
            exchangeMessages(room, first, second);
        }
        readBack(room, bobsToken);
        System.out.println("OK      Two users on two gateways exchanged messages, and the history contains them.");
    }

    private String signIn(String user) throws IOException, InterruptedException {
        try {
            return api.token(user);
        } catch (RefusedException e) {
            if (!NO_SUCH_RESOURCE.equals(e.code())) {
                throw e;
            }
            throw new DemoFailedException(
                    "The demo sign-in is off at " + url.getAuthority() + ": it accepts only the tokens of its own"
                            + " product. The demo needs a cluster that was started with DAMSO_DEMO_ENABLED=true.");
        }
    }

    private void exchangeMessages(String room, ChatClient first, ChatClient second)
            throws InterruptedException, ExecutionException, TimeoutException {
        BlockingQueue<JsonNode> receivedByFirst = new LinkedBlockingQueue<>();
        BlockingQueue<JsonNode> receivedBySecond = new LinkedBlockingQueue<>();
        first.join(room, receivedByFirst::add).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        second.join(room, receivedBySecond::add).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        step("both are subscribed");
        send(first, room, "Hello from " + first.node(), receivedByFirst, receivedBySecond);
        send(second, room, "반가워요 from " + second.node(), receivedByFirst, receivedBySecond);
    }

    private static void send(
            ChatClient sender,
            String room,
            String text,
            BlockingQueue<JsonNode> receivedByFirst,
            BlockingQueue<JsonNode> receivedBySecond)
            throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        sender.send(room, text).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        long millis = (System.nanoTime() - start) / 1_000_000;
        expect(text, receivedByFirst);
        expect(text, receivedBySecond);
        step("\"%s\": confirmed by the broker after %d ms, received by both", text, millis);
    }

    private static void expect(String text, BlockingQueue<JsonNode> received) throws InterruptedException {
        JsonNode message = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (message == null || !message.path("text").asString("").equals(text)) {
            throw new DemoFailedException("Expected \"" + text + "\", received " + message);
        }
    }

    private ChatClient connect(String token) throws InterruptedException, ExecutionException, TimeoutException {
        return ChatClient.connect(http, url, token).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private ChatClient connectElsewhere(String token, String node)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (int attempt = 0; attempt < ATTEMPTS_FOR_ANOTHER_NODE; attempt++) {
            ChatClient client = connect(token);
            if (!client.node().equals(node)) {
                return client;
            }
            client.close();
        }
        throw new DemoFailedException("All connections landed on " + node + "; is a second gateway running?");
    }

    private void readBack(String room, String token) throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS); System.nanoTime() < end; ) {
            texts.clear();
            api.history(token, room, "limit=50")
                    .path("messages")
                    .forEach(m -> texts.add(m.path("text").asString("")));
            if (texts.size() >= 2) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        if (texts.size() != 2
                || !texts.get(1).startsWith("Hello")
                || !texts.get(0).startsWith("반가워요")) {
            throw new DemoFailedException("The history holds " + texts);
        }
        step("history, newest first: %s", texts);
    }

    private static void step(String format, Object... arguments) {
        System.out.println("ok      " + format.formatted(arguments));
    }
}
