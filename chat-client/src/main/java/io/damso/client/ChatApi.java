package io.damso.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of Damso's REST interface at one base address. Calls block for at most 15 seconds. They throw
 * {@link RefusedException} if the server refuses the request, and {@link IOException} if there is no answer. Tokens are
 * JWTs, without {@code Bearer}. Thread-safe.
 */
public final class ChatApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http;
    private final URI base;
    private final JsonMapper json = new JsonMapper();

    /**
     * Creates the client.
     *
     * @param http HTTP client for the connections; its trust and proxy settings apply
     * @param base address without path, such as {@code https://localhost:8443}
     */
    public ChatApi(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** Returns a token for a user, without a password. Only for servers with the demo sign-in. */
    public String token(String username) throws IOException, InterruptedException {
        HttpRequest request = request("/api/auth/token")
                .POST(body(Map.of("username", username)))
                .build();
        return call(request).path("access_token").stringValue();
    }

    /** Creates a room whose members are the caller and these users, and returns its id. */
    public String createRoom(String token, String name, List<String> members) throws IOException, InterruptedException {
        HttpRequest request = request("/api/rooms", token)
                .POST(body(Map.of("name", name, "members", members)))
                .build();
        return call(request).path("id").stringValue();
    }

    /** Adds a user to a room. */
    public void addMember(String token, String roomId, String userId) throws IOException, InterruptedException {
        call(request("/api/rooms/" + roomId + "/members/" + userId, token)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** Removes a user from a room. */
    public void removeMember(String token, String roomId, String userId) throws IOException, InterruptedException {
        call(request("/api/rooms/" + roomId + "/members/" + userId, token)
                .DELETE()
                .build());
    }

    /** Archives a room, or takes it back; the caller must be its owner. */
    public void archiveRoom(String token, String roomId, boolean archived) throws IOException, InterruptedException {
        call(request("/api/rooms/" + roomId, token)
                .method("PATCH", body(Map.of("archived", archived)))
                .build());
    }

    /** Ends all sessions of a user; the token needs the role {@code admin}. */
    public void endSessions(String token, String userId) throws IOException, InterruptedException {
        call(request("/api/admin/sessions/" + userId, token).DELETE().build());
    }

    /**
     * Returns a page of a room's history, as JSON of the server. The server waits up to 2 s for a cursor that is not
     * stored yet. After that, the refusal {@code message-not-stored-yet} is retryable: repeat the call, and do not omit
     * the cursor, which would leave a gap.
     *
     * @param query query string without the question mark, such as {@code limit=50}
     */
    public JsonNode history(String token, String roomId, String query) throws IOException, InterruptedException {
        return call(request("/api/rooms/" + roomId + "/messages?" + query, token)
                .GET()
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.BodyPublisher body(Map<String, ?> members) {
        return HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(members));
    }

    private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode body = response.body().length == 0 ? json.createObjectNode() : json.readTree(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new RefusedException(
                    body.path("code").asString("http-" + response.statusCode()),
                    body.path("retryable").asBoolean(false));
        }
        return body;
    }
}
