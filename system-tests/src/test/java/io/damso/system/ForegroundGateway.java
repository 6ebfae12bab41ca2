package io.damso.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gateway of the cluster that this test has started again as its own child process, so that the exit code is known.
 * Command, environment and directory are those that {@code ./damso} used. Closing it starts the gateway by
 * {@code ./damso} again.
 */
final class ForegroundGateway implements AutoCloseable {

    private static final int FIRST_PORT = 9101;

    private final Cluster cluster;
    private final String name;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;

    private ForegroundGateway(Cluster cluster, String name, Process process) {
        this.cluster = cluster;
        this.name = name;
        this.process = process;
    }

    /**
     * Stops the gateway and starts it in the foreground.
     *
     * @param settings further settings, or other values
     * @return when it is ready
     */
    static ForegroundGateway start(Cluster cluster, String name, Map<String, String> settings) throws Exception {
        Path proc = Path.of("/proc", Long.toString(cluster.pid(name)));
        List<String> command = values(proc.resolve("cmdline"));
        List<String> environment = values(proc.resolve("environ"));
        cluster.control("stop", name);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(cluster.runDirectory().resolve(name).toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(cluster.log(name).toFile()));
        builder.environment().clear();
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        builder.environment().putAll(settings);
        ForegroundGateway gateway = new ForegroundGateway(cluster, name, builder.start());
        await("the gateway to be ready").atMost(Duration.ofMinutes(4)).until(() -> gateway.readiness() == 200);
        return gateway;
    }

    private static List<String> values(Path file) throws IOException {
        return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    }

    /** Sends SIGTERM. */
    void terminate() throws Exception {
        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Returns whether the process has not ended. */
    boolean isRunning() {
        return process.isAlive();
    }

    /** Returns the exit code when the process has ended. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(Cluster.TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end");
        }
        return process.exitValue();
    }

    /** Returns the status of the readiness endpoint; 0 without an answer. */
    int readiness() {
        return status(cluster.port(port() + 1), "/actuator/health/readiness");
    }

    /** Returns the status of the handshake check; 0 without an answer. */
    int handshakeCheck() {
        return status(cluster.port(port()), "/check/handshake");
    }

    private int port() {
        return FIRST_PORT + 2 * (Integer.parseInt(name.substring(name.indexOf('-') + 1)) - 1);
    }

    private int status(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        http.close();
        try {
            cluster.control("start", name);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
