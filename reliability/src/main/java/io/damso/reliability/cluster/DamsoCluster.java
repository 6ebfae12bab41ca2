package io.damso.reliability.cluster;

import io.damso.client.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster in a run directory of its own, controlled by {@code ./damso} and by signals to its processes. Thread-safe.
 */
public final class DamsoCluster {

    private static final int WEB = 8443;
    private static final int GATEWAY = 9101;
    private static final int STEP = 2;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Path home;
    private final Path directory;
    private final int portOffset;
    private final Map<String, String> settings;
    private final List<String> gateways;

    /**
     * Creates the access to a cluster.
     *
     * @param home directory of the project
     * @param directory its run directory
     * @param settings environment of every command, in addition to directory and ports
     * @param gateways number of its gateways
     */
    public DamsoCluster(Path home, Path directory, int portOffset, Map<String, String> settings, int gateways) {
        this.home = home;
        this.directory = directory;
        this.portOffset = portOffset;
        this.settings = Map.copyOf(settings);
        this.gateways =
                IntStream.rangeClosed(1, gateways).mapToObj(i -> "gateway-" + i).toList();
    }

    /**
     * Runs {@code ./damso} and returns its output.
     *
     * @throws ChaosException if it fails
     */
    public String damso(String... arguments) throws InterruptedException {
        return damso(Map.of(), arguments);
    }

    /**
     * Runs {@code ./damso} with further settings and returns its output.
     *
     * @throws ChaosException if it fails
     */
    public String damso(Map<String, String> further, String... arguments) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("DAMSO_RUN_DIR", directory.toString());
        environment.put("DAMSO_PORT_OFFSET", Integer.toString(portOffset));
        environment.putAll(further);
        List<String> command = new ArrayList<>(List.of(home.resolve("damso").toString()));
        command.addAll(List.of(arguments));
        return Commands.run(environment, command);
    }

    /** Kills processes with all their children, all in the same moment. */
    public void kill(List<String> names) throws InterruptedException {
        signal("KILL", names.stream().map(name -> "-" + pid(name)).toList());
    }

    /** Stops a process and its children from running, as a hanging host does, until {@link #go}. */
    public void pause(String name) throws InterruptedException {
        signal("STOP", List.of("-" + pid(name)));
    }

    /** Lets a paused process run. */
    public void go(String name) throws InterruptedException {
        signal("CONT", List.of("-" + pid(name)));
    }

    /** Lets NGINX read its configuration again. */
    public void reloadNginx() throws InterruptedException {
        signal("HUP", List.of(Long.toString(pid("nginx"))));
    }

    private static void signal(String signal, List<String> targets) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, "--"));
        command.addAll(targets);
        Commands.run(Map.of(), command);
    }

    /** Returns the id that a process was started with; its children are in the group of this number. */
    private long pid(String name) {
        try {
            return Long.parseLong(
                    Files.readAllLines(directory.resolve(name).resolve("pid")).getFirst());
        } catch (IOException e) {
            throw new ChaosException("No process " + name + " in " + directory, e);
        }
    }

    /** Returns the names of all processes, without those that only help others. */
    public List<String> names() throws InterruptedException {
        return status().map(line -> line.split(" ")[0]).toList();
    }

    /** Returns whether all processes are ready. */
    public boolean isReady() throws InterruptedException {
        return status().allMatch(line -> line.contains(" yes "));
    }

    private Stream<String> status() throws InterruptedException {
        return damso("status").lines().skip(1).filter(line -> !line.isBlank());
    }

    /** Returns the names of the gateways. */
    public List<String> gateways() {
        return gateways;
    }

    /**
     * Runs {@code rabbitmqctl} for a broker node.
     *
     * @throws ChaosException if it fails
     */
    public void broker(String node, String... arguments) throws InterruptedException {
        Path installed = Path.of("/usr/lib/rabbitmq/bin/rabbitmqctl"); // the distribution's wrapper changes the user
        List<String> command = new ArrayList<>();
        command.add(Files.isExecutable(installed) ? installed.toString() : "rabbitmqctl");
        command.addAll(List.of("-n", "damso-" + node + "@localhost"));
        command.addAll(List.of(arguments));
        Commands.run(
                Map.of(
                        "HOME",
                        directory.resolve(node).resolve("home").toString(),
                        "ERL_EPMD_PORT",
                        Integer.toString(port(14_369)),
                        "RABBITMQ_CONF_ENV_FILE",
                        "/dev/null"),
                command);
    }

    /** Returns this cluster's port for a default port. */
    public int port(int defaultPort) {
        return defaultPort + portOffset;
    }

    /** Returns the address of NGINX. */
    public URI web() {
        return URI.create("https://localhost:" + port(WEB));
    }

    /** Returns the WebSocket endpoint of NGINX. */
    public URI socket() {
        return URI.create("wss://localhost:" + port(WEB) + "/ws");
    }

    /** Returns the WebSocket endpoints of the gateways. */
    public List<URI> gatewaySockets() {
        return IntStream.range(0, gateways.size())
                .mapToObj(i -> URI.create("ws://127.0.0.1:" + port(GATEWAY + STEP * i) + "/ws"))
                .toList();
    }

    /**
     * Returns an HTTP client that trusts this cluster.
     *
     * @throws ChaosException if its certificate cannot be read
     */
    public HttpClient http() {
        try {
            return HttpClient.newBuilder()
                    .sslContext(Trust.certificate(directory.resolve("secrets/nginx/tls.crt")))
                    .connectTimeout(CONNECT)
                    .build();
        } catch (IOException e) {
            throw new ChaosException("No certificate of the cluster: " + e, e);
        }
    }
}
