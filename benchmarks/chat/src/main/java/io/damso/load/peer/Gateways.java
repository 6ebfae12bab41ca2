package io.damso.load.peer;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** The management ports of Damso's gateways. Thread-safe. */
final class Gateways implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, URI> ports;

    /**
     * Creates the client.
     *
     * @param ports addresses of the management ports, without path, by the name of the gateway
     */
    Gateways(Map<String, URI> ports) {
        this.ports = Map.copyOf(ports);
    }

    /** Returns whether all gateways accept clients now. */
    boolean areReady() throws InterruptedException {
        for (URI port : ports.values()) {
            try {
                if (get(port.resolve("/actuator/health/readiness")).statusCode() != OK) {
                    return false;
                }
            } catch (IOException e) {
                return false; // it does not listen yet
            }
        }
        return true;
    }

    /**
     * Returns the value of a counter; 0 if it has not been incremented yet.
     *
     * @param name name of the counter in the text format of Prometheus
     * @throws BenchmarkException if the gateway does not answer
     */
    long counter(String gateway, String name) throws InterruptedException {
        URI port = ports.get(gateway);
        if (port == null) {
            throw new BenchmarkException("There is no " + gateway + ", only " + ports.keySet());
        }
        try {
            HttpResponse<String> answer = get(port.resolve("/actuator/prometheus"));
            if (answer.statusCode() != OK) {
                throw new BenchmarkException(
                        "The metrics of " + gateway + " could not be read: HTTP status " + answer.statusCode());
            }
            return sum(answer.body(), name);
        } catch (IOException e) {
            throw new BenchmarkException("The metrics of " + gateway + " could not be read: " + e, e);
        }
    }

    /** Returns the sum of all lines of a counter, which differ in their labels. */
    static long sum(String metrics, String name) {
        Pattern value = Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:\\{.*})? (\\S+)$");
        return value.matcher(metrics)
                .results()
                .mapToLong(line -> Math.round(Double.parseDouble(line.group(1))))
                .sum();
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
