package io.damso.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A SockJS session over one transport. Returns every element of every received array. */
public final class SockJsClient implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 30;
    private static final JsonMapper JSON = new JsonMapper();

    private final BlockingQueue<String> elements = new LinkedBlockingQueue<>();
    private final HttpClient http;
    private final String transport;
    private final String session;
    private final @Nullable RawSocket socket;
    private final @Nullable Thread reader;
    private volatile boolean left;

    /** Opens a session that is read from the beginning. */
    public SockJsClient(HttpClient http, int port, String transport) throws InterruptedException {
        this(http, port, transport, true);
    }

    /**
     * Opens a session.
     *
     * @param reads whether answers are read at once; otherwise {@link #poll} reads them, by polling only
     */
    public SockJsClient(HttpClient http, int port, String transport, boolean reads) throws InterruptedException {
        this.http = http;
        this.transport = transport;
        this.session = "://localhost:" + port + "/ws/000/" + UUID.randomUUID() + "/";
        boolean overSocket = transport.equals("websocket");
        this.socket = overSocket ? new RawSocket(http, URI.create("ws" + session + "websocket")) : null;
        this.reader = reads ? Thread.startVirtualThread(overSocket ? this::readSocket : this::readAnswers) : null;
        if (reads && !next().equals("o")) {
            throw new AssertionError("The session was not opened");
        }
    }

    /** Sends STOMP frames in one array. */
    public void send(String... frames) throws IOException, InterruptedException {
        String array = JSON.writeValueAsString(frames);
        if (socket != null) {
            socket.send(array);
            return;
        }
        int status = http.send(
                        request("xhr_send")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString(array))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        if (status != 204) {
            throw new AssertionError("xhr_send was answered with " + status);
        }
    }

    /** Returns the next element of an array, or the next other SockJS frame, without heart-beats. */
    public String next() throws InterruptedException {
        String element = elements.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (element == null) {
            throw new AssertionError("Nothing came within " + TIMEOUT_SECONDS + " s");
        }
        return element;
    }

    /** Polls once, and returns the answer. */
    public List<String> poll() throws IOException, InterruptedException {
        try (Stream<String> lines = ask().body()) {
            lines.forEach(this::take);
        }
        List<String> all = new ArrayList<>();
        elements.drainTo(all);
        return all;
    }

    private void readSocket() {
        try {
            while (!left) {
                take(socket.next());
            }
        } catch (AssertionError | InterruptedException e) {
            // the session has ended
        }
    }

    private void readAnswers() {
        try {
            while (!left) {
                try (Stream<String> lines = ask().body()) {
                    Iterator<String> each = lines.iterator();
                    while (each.hasNext() && !left) {
                        take(each.next());
                    }
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            elements.add("failed: " + e);
        }
    }

    private HttpResponse<Stream<String>> ask() throws IOException, InterruptedException {
        HttpRequest.Builder request = request(transport);
        boolean events = transport.equals("eventsource");
        return http.send(
                (events ? request.GET() : request.POST(BodyPublishers.noBody())).build(), BodyHandlers.ofLines());
    }

    private HttpRequest.Builder request(String name) {
        return HttpRequest.newBuilder(URI.create("http" + session + name));
    }

    private void take(String line) {
        String frame = line.startsWith("data: ") ? line.substring("data: ".length()) : line;
        if (frame.startsWith("a")) {
            elements.addAll(Arrays.asList(JSON.readValue(frame.substring(1), String[].class)));
        } else if (frame.equals("o") || frame.startsWith("c")) {
            left |= frame.startsWith("c");
            elements.add(frame);
        }
    }

    @Override
    public void close() {
        left = true;
        if (socket != null) {
            socket.close();
        }
        if (reader != null) {
            reader.interrupt();
        }
    }
}
