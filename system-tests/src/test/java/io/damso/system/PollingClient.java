package io.damso.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A STOMP session over SockJS's polling: each poll returns one array of frames. */
final class PollingClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI session;
    private final StringBuffer received = new StringBuffer();

    /** Creates a client with a session id of its own, which is not opened. */
    PollingClient(HttpClient http, URI web) {
        this.http = http;
        this.session = web.resolve("/ws/000/" + UUID.randomUUID() + "/");
    }

    /**
     * Opens the session and connects.
     *
     * @return the array with CONNECTED
     * @throws IOException if the server refuses
     */
    String connect(String token) throws IOException, InterruptedException {
        String open = poll();
        if (!open.equals("o\n")) {
            throw new IOException("Not opened: " + open);
        }
        CompletableFuture<String> answer = pollInBackground();
        send("CONNECT\\naccept-version:1.2\\nhost:damso\\nAuthorization:Bearer " + token + "\\n\\n\\u0000");
        return answer.join();
    }

    /** Sends a frame, written as in a JSON string. */
    void send(String frame) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(post("xhr_send", "[\"" + frame + "\"]"), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 204) {
            throw new IOException("Not sent: " + response.statusCode() + " " + response.body());
        }
    }

    /** Returns the answer to one poll, or the status if it is none. */
    String poll() throws IOException, InterruptedException {
        return text(http.send(post("xhr", ""), HttpResponse.BodyHandlers.ofString()));
    }

    /**
     * Polls until the session ends, as SockJS clients do.
     *
     * @return completes with the last answer, such as {@code c[1012,"node-draining"]}
     */
    CompletableFuture<String> listen() {
        return pollInBackground().thenCompose(answer -> {
            received.append(answer);
            return answer.startsWith("c[") || answer.startsWith("status")
                    ? CompletableFuture.completedFuture(answer)
                    : listen();
        });
    }

    /** Returns everything that {@link #listen} has received. */
    String received() {
        return received.toString();
    }

    private CompletableFuture<String> pollInBackground() {
        return http.sendAsync(post("xhr", ""), HttpResponse.BodyHandlers.ofString())
                .thenApply(PollingClient::text);
    }

    private static String text(HttpResponse<String> response) {
        return response.statusCode() == 200 ? response.body() : "status " + response.statusCode();
    }

    private HttpRequest post(String transport, String body) {
        return HttpRequest.newBuilder(session.resolve(transport))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(TIMEOUT)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
