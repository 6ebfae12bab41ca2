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
    private static final int PERSISTENCE = 9201;
    private static final int STEP = 2;
    private static final String DEAD_LETTERS = "damso.dead-letter";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Path home;
    private final Path directory;
    private final int portOffset;
    private final Map<String, String> settings;
    private final ClusterSize size;

    /**
     * Creates the access to a cluster.
     *
     * @param home directory of the project
     * @param directory its run directory
     * @param settings environment of every command, in addition to directory and ports
     */
    public DamsoCluster(Path home, Path directory, int portOffset, Map<String, String> settings, ClusterSize size) {
        this.home = home;
        this.directory = directory;
        this.portOffset = portOffset;
        this.settings = Map.copyOf(settings);
        this.size = size;
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
        return names("gateway", size.gateways());
    }

    /** Returns the names of the instances of chat-persistence. */
    public List<String> persistences() {
        return names("persistence", size.persistences());
    }

    /** Returns the names of the brokers. */
    public List<String> brokers() {
        return names("rabbitmq", size.brokers());
    }

    private static List<String> names(String kind, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> kind + "-" + i).toList();
    }

    /** Returns a path in the run directory. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * Runs {@code rabbitmqctl} for a broker node and returns its output.
     *
     * @throws ChaosException if it fails
     */
    public String broker(String node, String... arguments) throws InterruptedException {
        return brokerTool("rabbitmqctl", node, arguments);
    }

    /**
     * Checks that every queue keeps a majority of its replicas without a broker node.
     *
     * @throws ChaosException if one does not, or the node does not answer
     */
    public void requireDispensable(String node) throws InterruptedException {
        brokerTool("rabbitmq-diagnostics", node, "check_if_node_is_quorum_critical");
    }

    /**
     * Returns how many messages were put aside because they cannot be stored.
     *
     * @throws ChaosException if the first broker does not tell
     */
    public long deadLetters() throws InterruptedException {
        String queues = broker(brokers().getFirst(), "list_queues", "--silent", "-p", "damso", "name", "messages");
        return queues.lines()
                .map(line -> line.split("\t"))
                .filter(cells -> cells.length == 2 && cells[0].equals(DEAD_LETTERS))
                .mapToLong(cells -> Long.parseLong(cells[1]))
                .findFirst()
                .orElseThrow(() -> new ChaosException("No queue " + DEAD_LETTERS + ":\n" + queues));
    }

    private String brokerTool(String tool, String node, String... arguments) throws InterruptedException {
        Path installed = Path.of("/usr/lib/rabbitmq/bin", tool); // the distribution's wrapper changes the user
        List<String> command = new ArrayList<>();
        command.add(Files.isExecutable(installed) ? installed.toString() : tool);
        command.addAll(List.of("-n", "damso-" + node + "@localhost"));
        command.addAll(List.of(arguments));
        return Commands.run(
                Map.of(
                        "HOME",
                        directory.resolve(node).resolve("home").toString(),
                        "ERL_EPMD_PORT",
                        Integer.toString(port(14_369)),
                        "RABBITMQ_CONF_ENV_FILE",
                        "/dev/null",
                        "RABBITMQ_CTL_ERL_ARGS",
                        "-kernel inet_dist_use_interface {127,0,0,1}"),
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
        return IntStream.range(0, size.gateways())
                .mapToObj(i -> URI.create("ws://127.0.0.1:" + port(GATEWAY + STEP * i) + "/ws"))
                .toList();
    }

    /** Returns the addresses of the instances of chat-persistence, which need no TLS. */
    public List<URI> persistenceAddresses() {
        return IntStream.range(0, size.persistences())
                .mapToObj(i -> URI.create("http://127.0.0.1:" + port(PERSISTENCE + STEP * i)))
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
