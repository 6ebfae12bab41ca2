package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatApi;
import io.damso.client.ChatClient;
import io.damso.client.Trust;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import io.damso.reliability.cluster.ClusterSize;
import io.damso.reliability.cluster.DamsoCluster;
import io.damso.test.RawHttp;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster of this test run with its own ports. All test classes but one share one; the first one starts it, and it is
 * stopped after the last. Before each class all processes are running.
 */
public final class Cluster implements BeforeAllCallback {

    /** Timeout of all waits for the cluster. */
    public static final long TIMEOUT_SECONDS = 30;

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(TIMEOUT_SECONDS));
    }

    private static final int OFFSET_STEP = 40;

    private static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");

    /** Ports of {@code ./damso} that are checked here; {@code ./damso} itself checks all of them. */
    private static final int[] DEFAULT_PORTS = {
        8443, 8080, 15672, 15673, 15674, 5672, 5673, 5674, 61613, 61614, 61615, 15692, 15693, 15694, 25672, 25673,
        25674, 14369, 27017, 9101, 9102, 9103, 9104, 9201, 9202, 9203, 9204
    };

    /** The shared cluster, with one broker. */
    public static final Cluster INSTANCE = new Cluster("cluster", freeOffset(firstOffset()), "1", "1");

    private final Path home = Path.of("..").toAbsolutePath().normalize();
    private final Path runDirectory;
    private final int offset;
    private final String brokers;
    private final String persistences;

    private Cluster(String name, int offset, String brokers, String persistences) {
        this.runDirectory = Path.of("target", name).toAbsolutePath();
        this.offset = offset;
        this.brokers = brokers;
        this.persistences = persistences;
    }

    /** Returns a cluster with three brokers and two instances of persistence, which runs beside the shared one. */
    static Cluster ofThreeBrokers() {
        return new Cluster("broker-cluster", freeOffset(INSTANCE.offset + OFFSET_STEP), "3", "2");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(runDirectory, key -> begin());
        damso(size("up")).assertSuccess();
    }

    private String[] size(String command) {
        return new String[] {
            command, "--gateways", "2", "--persistence", persistences, "--brokers", brokers, "--mongo", "none"
        };
    }

    /** Deletes the data of the previous run, not of this one: its logs are needed when a test fails. */
    private AutoCloseable begin() {
        try {
            damso("down", "--wipe").assertSuccess();
            UnpackedPrograms.shareWith(runDirectory);
            if (!UnpackedPrograms.haveClassCache()) {
                // The next `up` has other settings and restarts persistence. That creates its class cache.
                damso(Map.of("DAMSO_PERSISTENCE_LIMITS_USERBURST", "100"), size("up"))
                        .assertSuccess();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return () -> damso("down").assertSuccess();
    }

    /** Returns {@code DAMSO_PORT_OFFSET}, so that several runs on one machine can use different ports. */
    private static int firstOffset() {
        return Integer.parseInt(System.getenv().getOrDefault("DAMSO_PORT_OFFSET", "1000"));
    }

    /** Returns an offset whose ports are free. */
    static int freeOffset() {
        return freeOffset(firstOffset());
    }

    private static int freeOffset(int first) {
        return IntStream.iterate(first, offset -> offset < 3800, offset -> offset + OFFSET_STEP)
                .filter(offset -> IntStream.of(DEFAULT_PORTS).allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No range of free ports for the cluster"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs {@code ./damso} with this cluster's directory and ports. */
    public DamsoRun damso(String... arguments) throws IOException, InterruptedException {
        return DamsoRun.of(home, runDirectory, offset, arguments);
    }

    /** Runs {@code ./damso} with this cluster's directory and ports, and additional settings. */
    DamsoRun damso(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return DamsoRun.of(environment, home, runDirectory, offset, arguments);
    }

    /** Runs {@code ./damso} with only this cluster's directory in the environment, as in another shell. */
    DamsoRun damsoElsewhere(String... arguments) throws IOException, InterruptedException {
        return DamsoRun.bare(Map.of("DAMSO_RUN_DIR", runDirectory.toString()), home.resolve("damso"), arguments);
    }

    /** Returns this cluster for scenarios that break it. */
    DamsoCluster breakable() {
        ClusterSize size = new ClusterSize(GATEWAYS.size(), Integer.parseInt(persistences), Integer.parseInt(brokers));
        return new DamsoCluster(home, runDirectory, offset, DamsoRun.environment(Map.of(), runDirectory, offset), size);
    }

    /** Stops, kills or starts one process. */
    public void control(String command, String name) throws Exception {
        damso(command, name).assertSuccess();
    }

    /** Starts one process with additional settings. */
    void start(String name, Map<String, String> environment) throws Exception {
        DamsoRun.of(environment, home, runDirectory, offset, "start", name).assertSuccess();
    }

    /** Restarts the gateways with the default limits, which are raised for other tests. */
    public void lowerLimits() throws Exception {
        for (String gateway : GATEWAYS) {
            control("stop", gateway);
            DamsoRun.withDefaultLimits(home, runDirectory, offset, "start", gateway)
                    .assertSuccess();
        }
    }

    /** Reverts {@link #lowerLimits}. */
    public void raiseLimits() throws Exception {
        for (String gateway : GATEWAYS) {
            control("stop", gateway);
            control("start", gateway);
        }
    }

    /** Returns a client that trusts this cluster. */
    public HttpClient http() throws IOException {
        return HttpClient.newBuilder()
                .sslContext(tls())
                .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .build();
    }

    /** Returns the TLS context of this cluster's clients. */
    public SSLContext tls() throws IOException {
        return Trust.certificate(certificate());
    }

    /** Returns the file of the certificate that a client of this cluster must trust. */
    public Path certificate() {
        return runDirectory.resolve("secrets/nginx/tls.crt");
    }

    /** Returns this cluster's port for a default port. */
    public int port(int defaultPort) {
        return defaultPort + offset;
    }

    /** Returns the address of NGINX. */
    public URI web() {
        return URI.create("https://localhost:" + port(8443));
    }

    /** Returns the address of the WebSocket endpoint through NGINX. */
    public URI socket() {
        return URI.create("wss://localhost:" + port(8443) + "/ws");
    }

    /** Returns the content of a secret file. */
    public String secret(String name) throws IOException {
        return Files.readString(runDirectory.resolve("secrets").resolve(name)).strip();
    }

    /** Returns a client for hand-written requests to NGINX. */
    RawHttp raw() throws IOException {
        return new RawHttp(
                Trust.certificate(runDirectory.resolve("secrets/nginx/tls.crt")).getSocketFactory(), port(8443));
    }

    Path runDirectory() {
        return runDirectory;
    }

    /** Returns the process id from the process file; the process may have ended. */
    public long pid(String name) throws IOException {
        return Long.parseLong(
                Files.readAllLines(runDirectory.resolve(name).resolve("pid")).getFirst());
    }

    /** Returns the log of a process. */
    public Path log(String name) {
        return runDirectory.resolve(name).resolve("log");
    }

    /** Returns the REST interface through NGINX. */
    public ChatApi api() throws IOException {
        return new ChatApi(http(), web());
    }

    ChatClient connect(String token) throws Exception {
        return now(ChatClient.connect(http(), socket(), token));
    }

    /** Connects repeatedly until NGINX chooses the gateway. */
    public ChatClient connectTo(String node, String token) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS); System.nanoTime() < end; ) {
            ChatClient client = connect(token);
            if (client.node().equals(node)) {
                return client;
            }
            client.close();
        }
        throw new AssertionError("No connection landed on " + node);
    }

    /** Waits until all processes are ready. */
    void awaitReady() {
        await("the whole cluster to be ready")
                .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> damso("status").output().lines().skip(1).allMatch(line -> line.contains(" yes ")));
    }

    /** Waits for a future with the cluster's timeout. */
    public static <T> T now(CompletableFuture<T> future) throws Exception {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the names of things in RabbitMQ, such as {@code queues}. */
    public List<String> brokerNames(String kind) throws Exception {
        return console(kind + "/damso", "name");
    }

    /** Returns one member of every object in a list of RabbitMQ's HTTP API. */
    public List<String> console(String path, String member) throws Exception {
        return consoleList(path).stream()
                .map(node -> node.path(member).asString(""))
                .toList();
    }

    /** Returns a list of RabbitMQ's HTTP API, as the first broker answers. */
    List<JsonNode> consoleList(String path) throws Exception {
        return consoleList(path, 1);
    }

    /** Returns a list of RabbitMQ's HTTP API, as the broker with this number answers. */
    List<JsonNode> consoleList(String path, int broker) throws Exception {
        HttpRequest request = consoleRequest(path, broker).build();
        String body = http().send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new JsonMapper().readTree(body).valueStream().toList();
    }

    /**
     * Delivers a message to the subscribers of a room that is in no durable queue, so it is never stored.
     *
     * @param message its JSON
     */
    public void deliverOnly(String roomId, String messageId, String message) throws Exception {
        Entry entry = new Entry(
                new RoomId(roomId), messageId, new Previous.Forgotten(), message.getBytes(StandardCharsets.UTF_8));
        Envelope envelope = new Envelope("test", 1, List.of(entry));
        publish("damso.live", "rooms." + roomId, messageId, EnvelopeCodec.CONTENT_TYPE, EnvelopeCodec.write(envelope));
    }

    /** Publishes a persistent message to an exchange of RabbitMQ, which must route it. */
    void publish(String exchange, String routingKey, String messageId, String contentType, byte[] body)
            throws Exception {
        HttpRequest request = consoleRequest("exchanges/damso/" + exchange + "/publish")
                .POST(HttpRequest.BodyPublishers.ofString(new JsonMapper()
                        .writeValueAsString(Map.of(
                                "routing_key",
                                routingKey,
                                "properties",
                                Map.of("message_id", messageId, "content_type", contentType, "delivery_mode", 2),
                                "payload",
                                Base64.getEncoder().encodeToString(body),
                                "payload_encoding",
                                "base64"))))
                .build();
        String answer =
                http().send(request, HttpResponse.BodyHandlers.ofString()).body();
        assertThat(answer).isEqualTo("{\"routed\":true}");
    }

    /** Removes the bindings that bring a room's live messages to a gateway; the gateway does not notice. */
    void unbind(String node, String roomId) throws Exception {
        String live = "exchanges/damso/damso.live/bindings/source";
        String body = http().send(consoleRequest(live).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonNode binding : new JsonMapper().readTree(body)) {
            String exchange = binding.path("destination").asString("");
            if (exchange.startsWith("damso.gateway." + node + ".")
                    && binding.path("routing_key").asString("").equals("rooms." + roomId)) {
                delete("bindings/damso/e/damso.live/e/" + exchange + "/"
                        + binding.path("properties_key").asString(""));
            }
        }
    }

    /** Makes a binding that {@link #unbind} removed, to the first exchange of the gateway. */
    void bind(String node, String roomId) throws Exception {
        String exchange = brokerNames("exchanges").stream()
                .filter(name -> name.startsWith("damso.gateway." + node + ".") && name.endsWith(".rooms.0"))
                .findFirst()
                .orElseThrow();
        HttpRequest request = consoleRequest("bindings/damso/e/damso.live/e/" + exchange)
                .POST(HttpRequest.BodyPublishers.ofString("{\"routing_key\":\"rooms." + roomId + "\"}"))
                .build();
        assertThat(http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(201);
    }

    /** Deletes something by RabbitMQ's HTTP API. */
    void delete(String path) throws Exception {
        HttpRequest request = consoleRequest(path).DELETE().build();
        assertThat(http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .as(path)
                .isEqualTo(204);
    }

    private HttpRequest.Builder consoleRequest(String path) throws IOException {
        return consoleRequest(path, 1);
    }

    private HttpRequest.Builder consoleRequest(String path, int broker) throws IOException {
        String login = "damso-admin:" + secret("admin/rabbitmq.password");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port(15671 + broker) + "/api/" + path))
                .version(HttpClient.Version.HTTP_1_1) // RabbitMQ accepts the upgrade to HTTP/2 and then does not answer
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
}
