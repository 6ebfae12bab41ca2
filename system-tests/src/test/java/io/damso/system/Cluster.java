package io.damso.system;

import static org.awaitility.Awaitility.await;

import io.damso.demo.ChatApi;
import io.damso.demo.ChatClient;
import io.damso.demo.Trust;
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
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cluster of this test run, on ports of its own, for all test classes: started by the first, ended after the last.
 * Before each class every process runs.
 */
public final class Cluster implements BeforeAllCallback {

    /** How long anything of the cluster may take. */
    public static final long TIMEOUT_SECONDS = 30;

    private static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");

    /** Of the ports that {@code ./damso} uses, those most often taken; the script names any other. */
    private static final int[] DEFAULT_PORTS =
            {8443, 8080, 15672, 5672, 61613, 15692, 25672, 14369, 27017, 9101, 9102, 9103, 9104, 9201, 9202};

    /** The one cluster. */
    public static final Cluster INSTANCE = new Cluster();

    private final Path home = Path.of("..").toAbsolutePath().normalize();
    private final Path runDirectory = Path.of("target", "cluster").toAbsolutePath();
    private final int offset = freeOffset();

    private Cluster() {}

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(Cluster.class, key -> begin());
        damso("up", "--gateways", "2").assertSuccess();
    }

    /** Wipes what the last run left, not what this one leaves: its logs are worth reading when a test fails. */
    private AutoCloseable begin() {
        try {
            damso("down", "--wipe").assertSuccess();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return () -> damso("down").assertSuccess();
    }

    /** Begins where the environment says, so that runs on one machine can keep apart. */
    private static int freeOffset() {
        int first = Integer.parseInt(System.getenv().getOrDefault("DAMSO_PORT_OFFSET", "1000"));
        return IntStream.iterate(first, offset -> offset < 3800, offset -> offset + 40)
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

    /** Stops, kills or starts one process. */
    void tell(String command, String name) throws Exception {
        damso(command, name).assertSuccess();
    }

    /** Starts one process with settings of its own, until it is stopped. */
    void start(String name, Map<String, String> environment) throws Exception {
        DamsoRun.of(environment, home, runDirectory, offset, "start", name).assertSuccess();
    }

    /** Starts the gateways anew with the limits of the product, which are raised for other tests. */
    public void lowerLimits() throws Exception {
        for (String gateway : GATEWAYS) {
            tell("stop", gateway);
            DamsoRun.withDefaultLimits(home, runDirectory, offset, "start", gateway).assertSuccess();
        }
    }

    /** Takes {@link #lowerLimits} back. */
    public void raiseLimits() throws Exception {
        for (String gateway : GATEWAYS) {
            tell("stop", gateway);
            tell("start", gateway);
        }
    }

    /** Returns a client that trusts this cluster. */
    public HttpClient http() throws IOException {
        return HttpClient.newBuilder()
                .sslContext(tls())
                .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .build();
    }

    /** Returns whom a client of this cluster trusts. */
    public SSLContext tls() throws IOException {
        return Trust.certificate(runDirectory.resolve("secrets/nginx/tls.crt"));
    }

    /** Returns where a port of the default set is in this cluster. */
    public int port(int defaultPort) {
        return defaultPort + offset;
    }

    /** Returns the address of NGINX. */
    public URI web() {
        return URI.create("https://localhost:" + port(8443));
    }

    URI socket() {
        return URI.create("wss://localhost:" + port(8443) + "/ws");
    }

    /** Returns what a secret file of the native mode holds. */
    public String secret(String name) throws IOException {
        return Files.readString(runDirectory.resolve("secrets").resolve(name)).strip();
    }

    /** Returns a way to write requests to NGINX by hand. */
    RawHttp raw() throws IOException {
        return new RawHttp(
                Trust.certificate(runDirectory.resolve("secrets/nginx/tls.crt")).getSocketFactory(), port(8443));
    }

    Path runDirectory() {
        return runDirectory;
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

    /** Connects until the session lands on the gateway. */
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

    /** Waits until every process says that it is ready, as after a part of the cluster was away. */
    void awaitReady() {
        await("the whole cluster to be ready")
                .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> damso("status").output().lines().skip(1).allMatch(line -> line.contains(" yes ")));
    }

    /** Waits for what should come soon. */
    public static <T> T now(CompletableFuture<T> future) throws Exception {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the names of things in RabbitMQ, such as {@code queues}. */
    public List<String> brokerNames(String kind) throws Exception {
        return console(kind + "/damso", "name");
    }

    /** Returns one member of every object in a list of RabbitMQ's HTTP API. */
    public List<String> console(String path, String member) throws Exception {
        String login = "damso-admin:" + secret("admin/rabbitmq.password");
        URI url = URI.create("http://localhost:" + port(15672) + "/api/" + path);
        HttpRequest request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1) // RabbitMQ takes the upgrade to HTTP/2 and then falls silent
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .build();
        String body = http().send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new JsonMapper().readTree(body).valueStream().map(node -> node.path(member).asString("")).toList();
    }
}
