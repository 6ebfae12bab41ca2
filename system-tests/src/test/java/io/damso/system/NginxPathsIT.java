package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import io.damso.test.RawHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The paths that NGINX passes on, and the chat page. */
class NginxPathsIT extends SystemTest {

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(cluster.web().resolve(path)).build();
        return cluster.http().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void plainPortRedirects() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + cluster.port(8080) + "/x?y=z"))
                .build();
        HttpResponse<Void> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        assertThat(response.statusCode()).isIn(301, 308);
        assertThat(response.headers().firstValue("Location")).contains(cluster.web() + "/x?y=z");
    }

    @Test
    void pageIsServedWithItsLibrariesAndAPolicy() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(get("/vendor/stomp.umd.min.js").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/.git/config",
                "/index.html/x",
                "/vendor/",
                "/../nginx.conf",
                "/..%2fnginx.conf",
                "/check/handshake",
                "/check/session",
                "/check/session/any",
                "/check/new-session"
            })
    void otherPathsAreNotFound(String path) throws Exception {
        assertThat(RawHttp.status(cluster.raw().get(path))).isIn(400, 403, 404);
    }

    @Test
    void openApiDocumentIsServed() throws Exception {
        JsonNode document = new JsonMapper().readTree(get("/api/openapi").body());
        assertThat(document.path("openapi").stringValue()).startsWith("3.");
        assertThat(document.path("paths").propertyNames()).contains("/api/rooms", "/api/rooms/{roomId}/messages");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, bad-request",
        "limit=201, bad-request",
        "limit=x, bad-request",
        "before=nonsense, bad-cursor",
        "after=00000000-0000-7000-8000-000000000000, message-not-stored-yet"
    })
    void badHistoryRequestIsRefused(String query, String code) {
        assertThat(refusal(() -> api.history(alicesToken, room, query))).isEqualTo(code);
    }

    @Test
    void outsiderAndUnknownRoomLookTheSame() throws Exception {
        String outsider = api.token("mallory");
        assertThat(refusal(() -> api.history(outsider, room, "limit=1"))).isEqualTo("room-not-found");
        assertThat(refusal(() -> api.history(outsider, "nowhere", "limit=1"))).isEqualTo("room-not-found");
    }

    @Test
    void requestWithoutTokenIsRefused() {
        assertThat(refusal(() -> api.history("broken", room, "limit=1"))).isEqualTo("token-invalid");
    }

    @Test
    void connectWithBrokenTokenIsRefused() throws Exception {
        try (ChatClient client = cluster.connect("broken")) {
            assertThat(client).isNull();
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo("token-invalid"));
        }
    }

    @Test
    void managementConsoleShowsNames() throws Exception {
        try (ChatClient client = cluster.connectTo("gateway-1", alicesToken)) {
            client.join(room, message -> {}).join();
            // spotless:off
            await("the console's statistics").untilAsserted(() ->
                    assertThat(cluster.console("vhosts/damso/connections", "user_provided_name"))
                            .contains("chat-gateway gateway-1", "chat-gateway gateway-2", "chat-persistence persistence-1"));
            assertThat(cluster.brokerNames("exchanges")).contains(
                    "damso.envelopes", "damso.live", "damso.control", "damso.requests", "damso.dead-letter");
            assertThat(cluster.brokerNames("queues")).contains(
                    "damso.messages.0", "damso.messages.1", "damso.messages.2", "damso.messages.3", "damso.dead-letter");
            assertThat(cluster.brokerNames("queues")).anyMatch(name -> name.matches("damso\\.gateway\\.gateway-1\\.[A-Za-z0-9_-]+"));
            // spotless:on
            assertThat(cluster.brokerNames("queues"))
                    .anyMatch(name -> name.matches("damso\\.gateway\\.gateway-1\\.[0-9a-f]+\\.queue\\.\\d+"));
            assertThat(cluster.console("exchanges/damso/damso.live/bindings/source", "routing_key"))
                    .contains("rooms." + room);
        }
    }

    private static String refusal(Call call) {
        try {
            call.run();
            return "accepted";
        } catch (RefusedException e) {
            return e.code();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }
}
