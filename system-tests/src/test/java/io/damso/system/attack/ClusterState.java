package io.damso.system.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.system.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/** The state of the cluster that attacks must not change: sessions, broker, memory and logs. */
final class ClusterState {

    static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");

    /**
     * Maximum growth of a gateway's heap and direct buffers after a garbage collection. Caches fill, and Jetty pools
     * buffers. A leak of one frame for each attack would be several times this value.
     */
    private static final long MEMORY_BOUND = 32L << 20;

    /** Sessions of abandoned SockJS clients end after five seconds, and a timer detects it after five more. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int FIRST_MANAGEMENT_PORT = 9102;
    private static final List<String> LOGS = List.of("gateway-1", "gateway-2", "persistence-1", "nginx");

    /** By process id, because a restarted gateway starts with an empty heap. */
    private static final Map<Long, Long> FIRST_MEMORY = new HashMap<>();

    private final Cluster cluster;
    private final Map<String, Long> logLengths = new HashMap<>();
    private Set<String> queues = Set.of();

    ClusterState(Cluster cluster) throws Exception {
        this.cluster = cluster;
        for (String name : LOGS) {
            logLengths.put(name, Files.size(cluster.log(name)));
        }
    }

    /** Records the present state when only one other client on each gateway is connected. */
    void take() throws Exception {
        awaitSessions();
        queues = queuesAndExchanges();
        for (Map.Entry<Long, String> gateway : processes().entrySet()) {
            FIRST_MEMORY.putIfAbsent(gateway.getKey(), memory(gateway.getKey(), gateway.getValue()));
        }
    }

    /**
     * Fails if there are more sessions, or new queues or exchanges; expired ones may be missing.
     */
    void assertUnchanged() throws Exception {
        awaitSessions();
        assertThat(queuesAndExchanges()).isSubsetOf(queues);
    }

    private void awaitSessions() {
        await("only the sessions of the other clients")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(sessions()).isEqualTo(GATEWAYS.size()));
    }

    /** Fails if a gateway's memory has grown beyond the bound. */
    void assertMemoryBounded() throws Exception {
        for (Map.Entry<Long, String> gateway : processes().entrySet()) {
            long before = FIRST_MEMORY.getOrDefault(gateway.getKey(), 0L);
            long after = memory(gateway.getKey(), gateway.getValue());
            System.out.printf(
                    "%s holds %d KiB, %d KiB before the attacks%n", gateway.getValue(), after >> 10, before >> 10);
            assertThat(after).as("memory of %s", gateway.getValue()).isLessThan(before + MEMORY_BOUND);
        }
    }

    /** Fails if a service has logged an error, or any process a token. */
    void assertLogsClean() throws IOException {
        for (String name : LOGS) {
            try (InputStream in = Files.newInputStream(cluster.log(name))) {
                in.skipNBytes(logLengths.getOrDefault(name, 0L));
                List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                assertThat(lines)
                        .as("log of %s", name)
                        .noneMatch(line -> line.contains(" ERROR ") || line.contains("eyJ"));
            }
        }
    }

    private long sessions() throws IOException {
        long all = 0;
        for (String gateway : GATEWAYS) {
            all += (long) metric(gateway, "damso_sessions_open", "damso_sessions_open");
        }
        return all;
    }

    private Set<String> queuesAndExchanges() throws Exception {
        Set<String> names = new TreeSet<>(cluster.brokerNames("queues"));
        names.addAll(cluster.brokerNames("exchanges"));
        return names;
    }

    private long memory(long pid, String gateway) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process collection = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(collection.waitFor()).as("jcmd GC.run").isZero();
        return (long) (metric(gateway, "jvm_memory_used_bytes", "jvm_memory_used_bytes{area=\"heap\"")
                + metric(gateway, "jvm_buffer_memory_used_bytes", "jvm_buffer_memory_used_bytes{id=\"direct\""));
    }

    /** Returns the sum of a gateway's metric lines with this prefix. */
    private double metric(String gateway, String name, String beginning) throws IOException {
        int port = cluster.port(FIRST_MANAGEMENT_PORT + 2 * GATEWAYS.indexOf(gateway));
        URI url = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus?includedNames=" + name);
        try (InputStream in = url.toURL().openStream()) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(beginning))
                    .toList();
            assertThat(lines).as("metric %s", name).isNotEmpty();
            return lines.stream()
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
    }

    /** Returns the gateways by process id. */
    private Map<Long, String> processes() throws Exception {
        Map<Long, String> ids = new HashMap<>();
        new JsonMapper()
                .readTree(cluster.damso("status", "--json").output())
                .valueStream()
                .filter(process -> GATEWAYS.contains(process.path("name").stringValue()))
                .forEach(process -> ids.put(
                        process.path("pid").longValue(), process.path("name").stringValue()));
        assertThat(ids).hasSize(GATEWAYS.size());
        return ids;
    }
}
