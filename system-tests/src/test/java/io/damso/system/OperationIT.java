package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import io.damso.test.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Information of a running cluster that other users of the machine or network can read: ports, secrets, logs. */
class OperationIT extends SystemTest {

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final String LISTENING = "0A";
    private static final String LOOPBACK_V4 = "0100007F";
    private static final Set<String> LOOPBACK_V6 =
            Set.of("00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

    @Test
    void secretsAreForTheirOwnerOnly() throws Exception {
        Path secrets = cluster.runDirectory().resolve("secrets");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster.runDirectory())))
                .isEqualTo("rwx------");
        try (Stream<Path> paths = Files.walk(secrets)) {
            for (Path path : paths.toList()) {
                String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                assertThat(permissions)
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        for (String result :
                List.of("cluster", "gateway-1/settings", "persistence-1/settings", "rabbitmq-1/settings")) {
            Path path = cluster.runDirectory().resolve(result);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .as(result)
                    .isEqualTo("rw-------");
            assertThat(Files.readString(path))
                    .as(result)
                    .doesNotContain(
                            cluster.secret("gateway/damso.auth.secret"),
                            cluster.secret("gateway/spring.rabbitmq.password"),
                            cluster.secret("admin/rabbitmq.password"));
        }
    }

    @Test
    void passwordsAreGeneratedAndAllDifferent() throws Exception {
        List<String> passwords = List.of(
                cluster.secret("admin/rabbitmq.password"),
                cluster.secret("gateway/spring.rabbitmq.password"),
                cluster.secret("persistence/spring.rabbitmq.password"),
                cluster.secret("gateway/damso.auth.secret"),
                cluster.secret("rabbitmq/.erlang.cookie"));
        assertThat(passwords).doesNotHaveDuplicates().allMatch(password -> password.matches("[0-9a-f]{32,}"));
    }

    @Test
    void everythingListensOnLoopbackOnly() throws Exception {
        Set<String> sockets = Stream.concat(pids().stream(), pids().stream().flatMap(OperationIT::descendants))
                .flatMap(OperationIT::socketsOf)
                .collect(Collectors.toSet());
        List<String> listeners = Stream.of("tcp", "tcp6")
                .flatMap(OperationIT::table)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals(LISTENING) && sockets.contains(columns[9]))
                .map(columns -> columns[1])
                .toList();
        assertThat(listeners)
                .as("listeners of the cluster")
                .hasSizeGreaterThan(10)
                .allMatch(listener -> listener.startsWith(LOOPBACK_V4 + ":")
                        || LOOPBACK_V6.contains(listener.substring(0, listener.indexOf(':'))));
    }

    @Test
    void logsHoldNeitherTokensNorTextsNorPasswords() throws Exception {
        String text = "text-" + UUID.randomUUID();
        String garbage = "garbage-" + UUID.randomUUID();
        String inUrl = "url-" + UUID.randomUUID();
        try (ChatClient speaker = client("gateway-1", alicesToken);
                ChatClient listener = client("gateway-2", bobsToken)) {
            Cluster.now(listener.join(room, message -> {}));
            Cluster.now(speaker.send(room, text));
            await("the history").ignoreExceptions().until(() -> storedTexts().contains(text));
            refused(speaker.send("nowhere", text));
            refused(speaker.send(room, text + "x".repeat(9_000)));
        }
        try (ChatClient nobody = cluster.connect(alicesToken + "." + garbage)) {
            assertThat(nobody).isNull();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(RefusedException.class);
        }
        for (String path :
                List.of("/ws", "/chat", "/ws/info", "/api/rooms", "/ws/000/" + UUID.randomUUID() + "/eventsource")) {
            cluster.raw()
                    .get(
                            path + "?access_token=" + inUrl,
                            "Authorization: Bearer " + garbage + "\r\n",
                            "Accept: */*\r\n",
                            "Sec-WebSocket-Protocol: v12.stomp, " + garbage + "\r\n",
                            "Origin: https://evil.example\r\n");
        }
        String marker = "after-" + UUID.randomUUID();
        assertThat(RawHttp.status(cluster.raw().get("/" + marker))).isEqualTo(404);
        await("NGINX's log").until(() -> log("nginx").contains(marker));

        List<String> secret = List.of(
                text,
                garbage,
                inUrl,
                alicesToken,
                bobsToken,
                signature(alicesToken),
                signature(bobsToken),
                cluster.secret("admin/rabbitmq.password"),
                cluster.secret("gateway/spring.rabbitmq.password"),
                cluster.secret("persistence/spring.rabbitmq.password"),
                cluster.secret("gateway/damso.auth.secret"));
        for (String name : List.of("gateway-1", "gateway-2", "persistence-1", "rabbitmq-1", "store", "nginx", "epmd")) {
            assertThat(secret.stream().filter(log(name)::contains))
                    .as("in the log of " + name)
                    .isEmpty();
        }
        assertThat(log("gateway-1")).contains(" DEBUG ").contains("event=sign-in user=" + alice);
    }

    private static void refused(CompletableFuture<?> future) throws Exception {
        try {
            Cluster.now(future);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(RefusedException.class);
            return;
        }
        throw new AssertionError("accepted");
    }

    /** Returns the signature of a token. */
    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static String log(String name) {
        try {
            return Files.readString(cluster.log(name), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> pids() throws IOException {
        try (Stream<Path> names = Files.list(cluster.runDirectory())) {
            return names.map(directory -> directory.resolve("pid"))
                    .filter(Files::exists)
                    .map(OperationIT::firstLine)
                    .map(Long::valueOf)
                    .toList();
        }
    }

    private static Stream<Long> descendants(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
    }

    private static Stream<String> socketsOf(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files
                    .map(OperationIT::target)
                    .map(SOCKET::matcher)
                    .flatMap(matcher -> matcher.results().map(match -> match.group(1)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty(); // the process has ended
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Stream<String> table(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/net", name)).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readAllLines(file).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
