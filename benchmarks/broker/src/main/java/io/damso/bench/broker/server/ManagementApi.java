package io.damso.bench.broker.server;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** RabbitMQ's HTTP API (its page {@code /api/}). Each call blocks, at most two minutes. Thread-safe. */
final class ManagementApi {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Long: a virtual host with tens of thousands of bindings takes its time to go. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** RabbitMQ closes connections that ask for an upgrade to HTTP/2, as Java's client does otherwise. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final BrokerAddress broker;

    ManagementApi(BrokerAddress broker) {
        this.broker = broker;
    }

    /**
     * Returns what is at a path.
     *
     * @throws BenchmarkException if the broker does not answer or refuses
     */
    JsonNode get(String path) {
        return JSON.readTree(send("GET", path, BodyPublishers.noBody()));
    }

    /**
     * Sends JSON.
     *
     * @throws BenchmarkException if the broker does not answer or refuses
     */
    void send(String method, String path, Object body) {
        send(method, path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    /**
     * Deletes what is at a path.
     *
     * @throws BenchmarkException if the broker does not answer or refuses
     */
    void delete(String path) {
        send("DELETE", path, BodyPublishers.noBody());
    }

    private String send(String method, String path, HttpRequest.BodyPublisher body) {
        URI uri = URI.create("http://" + broker.host() + ":" + broker.managementPort() + "/api/" + path);
        String login = broker.user() + ":" + broker.password();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() < OK || response.statusCode() >= BAD_REQUEST) {
                throw new BenchmarkException("RabbitMQ refused %s %s with %d: %s"
                        .formatted(method, uri, response.statusCode(), response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchmarkException("RabbitMQ's HTTP API does not answer at " + uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
