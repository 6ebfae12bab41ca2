package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.damso.client.RefusedException;
import io.damso.test.MongoStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./damso up} on a running cluster with changed settings, and starts that fail. */
class ChangedSettingsIT extends SystemTest {

    private static final Map<String, String> WITHOUT_DEMO = Map.of("DAMSO_DEMO_ENABLED", "false");

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    @Test
    void unchangedClusterIsLeftAlone() throws Exception {
        String before = cluster.damso("status").output();
        DamsoRun up = cluster.damsoElsewhere("up");
        up.assertSuccess();
        assertThat(up.output()).doesNotContain("other settings");
        assertThat(cluster.damsoElsewhere("status").output()).isEqualTo(before);
    }

    @Test
    void demoIsSwitchedOffAndMessagesMoveToAMongoDbAndBack() throws Exception {
        try (GatewayWatch watch = GatewayWatch.begin(cluster)) {
            DamsoRun moved = cluster.damso(WITHOUT_DEMO, "up", "--mongo", mongo.uri());
            moved.assertSuccess();
            assertThat(moved.output())
                    .contains(
                            "persistence-1 runs with other settings: DAMSO_DEMO_ENABLED, SPRING_MONGODB_URI",
                            "gateway-1 runs with other settings: DAMSO_DEMO_ENABLED\n",
                            "demo sign-in is off",
                            "Stopping store");

            assertThat(names()).doesNotContain("store");
            assertThatThrownBy(() -> api.token("carol")).isInstanceOf(RefusedException.class);
            for (String[] command : new String[][] {{"token", "carol"}, {"demo"}}) {
                DamsoRun off = cluster.damsoElsewhere(command);
                assertThat(off.exitCode()).isOne();
                assertThat(off.output()).contains("The demo sign-in is off");
            }
            assertThatThrownBy(() -> api.history(alicesToken, room, "limit=1"))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo("room-not-found"));
            assertThat(api.createRoom(alicesToken, "In MongoDB", List.of())).isNotBlank();

            DamsoRun back = cluster.damso("up", "--mongo", "none");
            back.assertSuccess();
            assertThat(names()).contains("store");
            assertThat(api.history(alicesToken, room, "limit=1")
                            .path("messages")
                            .isArray())
                    .isTrue();
            assertThat(api.token("carol")).isNotBlank();
            watch.assertAlwaysOneReady();
        } finally {
            cluster.damso("up", "--mongo", "none").assertSuccess();
        }
    }

    @Test
    void badSettingIsNamedWithItsValueAndStopsTheStart() throws Exception {
        DamsoRun up = cluster.damso(Map.of("DAMSO_GATEWAY_SOCKET_MAXSUBSCRIPTIONS", "none"), "up");
        try {
            assertThat(up.exitCode()).as(up.output()).isOne();
            assertThat(up.output())
                    .contains(
                            "gateway-1 ended while it was starting",
                            "damso.gateway.socket.max-subscriptions",
                            "\"none\"",
                            "restores the previous settings")
                    .doesNotContain("\tat ");
            assertThat(ready("gateway-2")).isTrue();
        } finally {
            cluster.damso("up").assertSuccess();
        }
        assertThat(ready("gateway-1")).isTrue();
    }

    @Test
    void loginThatTheBrokerRefusesIsReported() throws Exception {
        cluster.control("stop", "persistence-1");
        try {
            DamsoRun start =
                    cluster.damso(Map.of("SPRING_RABBITMQ_PASSWORD", "word-of-pass"), "start", "persistence-1");
            assertThat(start.exitCode()).as(start.output()).isOne();
            assertThat(start.output())
                    .contains(
                            "settings that the cluster does not have: SPRING_RABBITMQ_PASSWORD",
                            "refuses the login of 'damso-persistence'",
                            "SPRING_RABBITMQ_PASSWORD")
                    .doesNotContain("word-of-pass");
        } finally {
            cluster.control("start", "persistence-1");
        }
    }

    @Test
    void portsOfARunningClusterStay() throws Exception {
        DamsoRun up = cluster.damso(Map.of("DAMSO_HTTPS_PORT", "9"), "up");
        assertThat(up.exitCode()).isOne();
        assertThat(up.output()).contains("DAMSO_HTTPS_PORT=9", "./damso down");
    }

    @Test
    void interruptStopsTheProcessesThatUpStarted(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        Map<String, String> environment =
                DamsoRun.environment(Map.of(), directory.resolve("run"), Cluster.freeOffset());
        Path damso = Path.of("..", "damso").toRealPath();
        // Tests that run in the background of a script inherit that this signal is ignored.
        Process up =
                DamsoRun.start(environment, output, List.of("env", "--default-signal=INT", damso.toString(), "up"));
        await("persistence to be started")
                .atMost(Duration.ofMinutes(2))
                .until(() -> !up.isAlive() || Files.exists(directory.resolve("run/persistence-1/pid")));
        new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor();
        assertThat(up.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(up.exitValue()).as(printed).isEqualTo(130);
        assertThat(printed).contains("Interrupted", "Nothing runs");
        DamsoRun status = DamsoRun.bare(environment, damso, "status");
        assertThat(status.output().lines().skip(1)).allMatch(line -> line.matches("\\S+ +- +no .*"));
    }

    private static List<String> names() throws Exception {
        return processes()
                .valueStream()
                .map(process -> process.path("name").stringValue())
                .toList();
    }

    private static boolean ready(String name) throws Exception {
        return processes()
                .valueStream()
                .anyMatch(process -> process.path("name").stringValue().equals(name)
                        && process.path("ready").booleanValue());
    }

    private static JsonNode processes() throws Exception {
        return new JsonMapper()
                .readTree(cluster.damsoElsewhere("status", "--json").output());
    }
}
