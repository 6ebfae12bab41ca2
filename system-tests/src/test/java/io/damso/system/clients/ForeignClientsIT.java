package io.damso.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.damso.client.ChatApi;
import io.damso.system.Cluster;
import io.damso.system.LogTail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Third-party clients exchange messages in one room: each receives every message once and in order, gets every RECEIPT,
 * and sees no error. {@code -Ddamso.clients.seconds=60} makes it longer; {@code -Ddamso.clients.only=stompjs} selects
 * clients by name.
 */
class ForeignClientsIT {

    @RegisterExtension
    static final Cluster cluster = Cluster.INSTANCE;

    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("damso.clients.seconds", 10));
    private static final Pattern ONLY = Pattern.compile(System.getProperty("damso.clients.only", ""));

    @TestFactory
    Stream<DynamicTest> everyClientReceivesEveryMessageOnceAndInOrder() throws Exception {
        Map<String, ClientUser> users = new LinkedHashMap<>();
        try (LibraryLog log = new LibraryLog();
                ForeignClients clients = ForeignClients.of(cluster.web(), ONLY);
                TcpBridge bridge = new TcpBridge(cluster.http(), cluster.socket())) {
            String run = UUID.randomUUID().toString().substring(0, 8);
            clients.byName().forEach((name, client) -> users.put(name, new ClientUser(userOf(name) + run, client)));
            Map<String, LogTail> logs = new LinkedHashMap<>();
            for (String name : List.of("gateway-1", "gateway-2", "rabbitmq-1")) {
                logs.put(name, new LogTail(cluster.log(name)));
            }
            exchangeMessages(users, bridge);
            users.values().forEach(ClientUser::close);
            List<String> problems = new ArrayList<>();
            for (Map.Entry<String, LogTail> tail : logs.entrySet()) {
                tail.getValue().problems().forEach(line -> problems.add(tail.getKey() + ": " + line));
            }
            return Stream.concat(
                    results(users),
                    Stream.of(
                            withoutFailures("logs of the gateways and of the broker", problems),
                            withoutFailures("log of the libraries in this JVM", log.lines()),
                            withoutFailures("console of the browser", clients.browserErrors())));
        }
    }

    private static void exchangeMessages(Map<String, ClientUser> users, TcpBridge bridge) throws Exception {
        ChatApi api = cluster.api();
        Map<String, String> tokens = new LinkedHashMap<>();
        for (ClientUser user : users.values()) {
            tokens.put(user.user(), api.token(user.user()));
        }
        String owner = tokens.values().iterator().next();
        String room = api.createRoom(owner, "Room of many clients", List.copyOf(tokens.keySet()));
        Path certificate = cluster.certificate();
        var tls = cluster.tls();
        // spotless:off
        new MessageExchange(List.copyOf(users.values())).run(LENGTH, user -> new ClientParameters(
                cluster.web(), cluster.socket(), bridge, tls, certificate, user, tokens.get(user), room));
        // spotless:on
    }

    /** Evaluated at the end. */
    private static Stream<DynamicTest> results(Map<String, ClientUser> users) {
        List<ClientUser> all = List.copyOf(users.values());
        List<DynamicTest> results = new ArrayList<>();
        users.forEach((name, user) -> results.add(withoutFailures(
                name + ": " + user.sentCount() + " sent, " + user.receivedCount() + " received", user.failures(all))));
        return results.stream();
    }

    private static DynamicTest withoutFailures(String name, List<String> failuresOf) {
        List<String> kept = List.copyOf(failuresOf);
        return dynamicTest(name, () -> assertThat(kept).as(name).isEmpty());
    }

    private static String userOf(String name) {
        return name.replaceAll("[^A-Za-z0-9]+", "-") + "-";
    }
}
