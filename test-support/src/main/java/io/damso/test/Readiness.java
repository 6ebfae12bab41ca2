package io.damso.test;

import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until a node has loaded the definitions and listens for STOMP. */
final class Readiness {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Protocol header, answered by {@code connection.start} (AMQP 0-9-1 §4.2.2). */
    private static final String AMQP_HEADER = "AMQP\0\0\t\1";

    /** A CONNECT without user; the broker answers with ERROR. */
    private static final String STOMP_CONNECT = "CONNECT\naccept-version:1.2\nhost:damso\n\n\0";

    /** Last binding in the definitions: if it exists, all definitions are loaded. */
    private static final String LAST_BINDING = "/api/bindings/%s/e/%s/q/%s"
            .formatted(BrokerTopology.VIRTUAL_HOST, BrokerTopology.REQUESTS_EXCHANGE, BrokerTopology.MEMBERSHIP_QUEUE);

    private final BrokerAddress address;
    private final String authorization;

    Readiness(BrokerAddress address, Credentials credentials) {
        this.address = address;
        String login = BrokerUser.ADMIN.login() + ":" + credentials.password(BrokerUser.ADMIN);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Waits until the node is ready.
     *
     * @param alive whether the node still runs
     * @param log the node's log, for the message of a failure
     * @throws IllegalStateException if it ends, or is not ready in time
     */
    void await(BooleanSupplier alive, Supplier<String> log) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        Duration connectTimeout = Duration.ofMillis(CONNECT_TIMEOUT_MILLIS);
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(connectTimeout).build()) {
            while (!isReady(client)) {
                if (!alive.getAsBoolean() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("RabbitMQ did not become ready. Its log:\n" + log.get());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean isReady(HttpClient client) {
        return answers(address.amqpPort(), AMQP_HEADER)
                && answers(address.stompPort(), STOMP_CONNECT)
                && definitionsAreLoaded(client);
    }

    private boolean definitionsAreLoaded(HttpClient client) {
        URI uri = URI.create("http://" + address.host() + ":" + address.managementPort() + LAST_BINDING);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(5))
                .header("Authorization", authorization)
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().contains("routing_key");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while RabbitMQ starts", e);
        }
    }

    /** An open port is not sufficient: Docker's proxy accepts connections before the server listens. */
    private boolean answers(int port, String greeting) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), port), CONNECT_TIMEOUT_MILLIS);
            socket.setSoTimeout(CONNECT_TIMEOUT_MILLIS);
            socket.getOutputStream().write(greeting.getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
