package io.damso.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatApi;
import io.damso.system.Cluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** stompjs with its defaults, which reconnects 5 s after the end of a socket, while a gateway stops. */
class DefaultStompJsIT {

    @RegisterExtension
    static final Cluster cluster = Cluster.INSTANCE;

    private static final Logger LOG = LoggerFactory.getLogger(DefaultStompJsIT.class);
    private static final Path SCRIPTS =
            Path.of("src", "test", "resources", "clients").toAbsolutePath();
    private static final int CLIENTS = 8;
    private static final Duration RECONNECT_DELAY = Duration.ofSeconds(5);

    /** The goal is one second; the rest is for busy machines. */
    private static final Duration BACK = Duration.ofSeconds(3);

    /** One line of the program. */
    private record Event(String what, int client, String detail, long nanos) {}

    @Test
    void clientsOfAStoppedGatewayAreLiveAfterTheirReconnectDelay() throws Exception {
        ChatApi api = cluster.api();
        String token = api.token("stock-" + UUID.randomUUID());
        String room = api.createRoom(token, "Room of stock clients", List.of());
        List<Event> events = new CopyOnWriteArrayList<>();
        Process program = start(token, room);
        try {
            Thread.ofVirtual().start(() -> read(program, events));
            await("all clients to be live").until(() -> count(events, "live") == CLIENTS);
            cluster.control("stop", "gateway-1");
            await("the clients of the stopped gateway to be live again")
                    .until(() ->
                            count(events, "closed") > 0 && count(events, "live") == CLIENTS + count(events, "closed"));
            long closed = count(events, "closed");
            assertThat(closed).as("ends of sockets: %s", events).isLessThan(CLIENTS);
            assertThat(events)
                    .filteredOn(event -> event.what().equals("closed"))
                    .allSatisfy(end -> {
                        assertThat(end.detail()).isEqualTo("1012");
                        assertThat(untilLive(end, events)).isLessThan(RECONNECT_DELAY.plus(BACK));
                    });
            LOG.warn(
                    "{} of {} stompjs clients closed with 1012; live again after {}",
                    closed,
                    CLIENTS,
                    events.stream()
                            .filter(event -> event.what().equals("closed"))
                            .map(end -> untilLive(end, events).toMillis() + " ms")
                            .toList());
        } finally {
            program.destroy();
            cluster.control("start", "gateway-1");
        }
    }

    private static Duration untilLive(Event end, List<Event> events) {
        return events.stream()
                .filter(event -> event.what().equals("live") && event.client() == end.client())
                .filter(event -> event.nanos() - end.nanos() > 0)
                .map(event -> Duration.ofNanos(event.nanos() - end.nanos()))
                .findFirst()
                .orElseThrow();
    }

    private static long count(List<Event> events, String what) {
        return events.stream().filter(event -> event.what().equals(what)).count();
    }

    private static Process start(String token, String room) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Programs.find("node"),
                        SCRIPTS.resolve("default-stompjs.js").toString(),
                        Integer.toString(CLIENTS))
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "NODE_PATH", NodeModules.install(SCRIPTS).toString(),
                        "NODE_EXTRA_CA_CERTS", cluster.certificate().toString(),
                        "DAMSO_URL", cluster.socket().toString(),
                        "DAMSO_TOKEN", token,
                        "DAMSO_ROOM", room));
        return builder.start();
    }

    private static void read(Process program, List<Event> events) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(line -> events.add(event(line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another line than those of the program becomes an event of its own, and is seen in the failure. */
    private static Event event(String line) {
        String[] words = line.split(" ");
        boolean known = words.length > 1 && words[1].matches("\\d+");
        return known
                ? new Event(words[0], Integer.parseInt(words[1]), words.length > 2 ? words[2] : "", System.nanoTime())
                : new Event(line, -1, "", System.nanoTime());
    }
}
