package io.damso.demo;

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

/** Two users on two gateways talk, and the history is read back. Prints each step; exit code 1 when anything is off. */
public final class Demo {

    private static final long TIMEOUT_SECONDS = 15;
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
            new Demo(DemoOptions.parse(args)).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
            System.out.println("FAILED  " + (e.getCause() == null ? e : e.getCause()));
            System.exit(1);
        }
        System.exit(0); // the HTTP client's threads would linger
    }

    private void run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String suffix = Long.toString(System.currentTimeMillis(), 36);
        String alice = "alice-" + suffix;
        String bob = "bob-" + suffix;
        String alicesToken = api.token(alice);
        String bobsToken = api.token(bob);
        step("%s and %s are signed in", alice, bob);
        String room = api.createRoom(alicesToken, "Demo", List.of(bob));
        step("room %s holds both", room);
        try (ChatClient first = connect(alicesToken);
                ChatClient second = connectElsewhere(bobsToken, first.node())) {
            step("%s is on %s, %s is on %s", alice, first.node(), bob, second.node());
            talk(room, first, second);
        }
        readBack(room, bobsToken);
        System.out.println("OK      Two users on two gateways talked, and the history has it.");
    }

    private void talk(String room, ChatClient first, ChatClient second)
            throws InterruptedException, ExecutionException, TimeoutException {
        BlockingQueue<JsonNode> heardByFirst = new LinkedBlockingQueue<>();
        BlockingQueue<JsonNode> heardBySecond = new LinkedBlockingQueue<>();
        first.join(room, heardByFirst::add).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        second.join(room, heardBySecond::add).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        step("both are subscribed");
        say(first, room, "Hello from " + first.node(), heardByFirst, heardBySecond);
        say(second, room, "반가워요 from " + second.node(), heardByFirst, heardBySecond);
    }

    private static void say(
            ChatClient sender,
            String room,
            String text,
            BlockingQueue<JsonNode> heardByFirst,
            BlockingQueue<JsonNode> heardBySecond)
            throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        sender.send(room, text).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        long millis = (System.nanoTime() - start) / 1_000_000;
        expect(text, heardByFirst);
        expect(text, heardBySecond);
        step("\"%s\": confirmed by the broker after %d ms, heard by both", text, millis);
    }

    private static void expect(String text, BlockingQueue<JsonNode> heard) throws InterruptedException {
        JsonNode message = heard.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (message == null || !message.path("text").asString("").equals(text)) {
            throw new IllegalStateException("Expected \"" + text + "\", heard " + message);
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
        throw new IllegalStateException("All connections landed on " + node + "; is a second gateway running?");
    }

    private void readBack(String room, String token) throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS); System.nanoTime() < end; ) {
            texts.clear();
            api.history(token, room, "limit=50").path("messages").forEach(m -> texts.add(m.path("text").asString("")));
            if (texts.size() >= 2) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        if (texts.size() != 2 || !texts.get(1).startsWith("Hello") || !texts.get(0).startsWith("반가워요")) {
            throw new IllegalStateException("The history holds " + texts);
        }
        step("history, newest first: %s", texts);
    }

    private static void step(String format, Object... arguments) {
        System.out.println("ok      " + format.formatted(arguments));
    }
}
