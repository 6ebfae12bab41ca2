package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.demo.ChatClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of ./damso. */
class CommandsIT extends SystemTest {

    @Test
    void demoSucceedsAndPrintsItsSteps() throws Exception {
        DamsoRun demo = cluster.damso("demo");
        demo.assertSuccess();
        assertThat(demo.output()).contains("gateway-1", "gateway-2", "confirmed by the broker", "history", "OK ");
    }

    @Test
    void demoFailsWhenAGatewayIsMissing() throws Exception {
        cluster.tell("stop", "gateway-2");
        try {
            DamsoRun demo = cluster.damso("demo");
            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);
            assertThat(demo.output()).contains("FAILED", "second gateway");
        } finally {
            cluster.tell("start", "gateway-2");
        }
    }

    @Test
    void statusTellsScriptsWhatRuns() throws Exception {
        cluster.tell("stop", "gateway-2");
        try {
            DamsoRun status = cluster.damso("status", "--json");
            status.assertSuccess();
            JsonNode processes = new JsonMapper().readTree(status.output());
            assertThat(processes.valueStream().map(node -> node.path("name").stringValue()))
                    .containsExactly("rabbitmq-1", "store", "persistence-1", "gateway-1", "gateway-2", "nginx");
            for (JsonNode process : processes) {
                boolean runs = !process.path("name").stringValue().equals("gateway-2");
                assertThat(process.path("ready").booleanValue()).as(process.toString()).isEqualTo(runs);
                assertThat(process.path("pid").isNumber()).as(process.toString()).isEqualTo(runs);
                assertThat(process.path("ports").get(0).isNumber()).as(process.toString()).isTrue();
            }
        } finally {
            cluster.tell("start", "gateway-2");
        }
    }

    @Test
    void clusterGrowsAndShrinksUnderItsClients() throws Exception {
        ChatClient stays = client("gateway-1", alicesToken);
        cluster.damso("up", "--gateways", "3").assertSuccess();
        client("gateway-3", bobsToken);
        cluster.damso("up", "--gateways", "2").assertSuccess();
        assertThat(cluster.damso("status").output()).doesNotContain("gateway-3");
        assertThat(stays.ended()).isNotDone();
        client("gateway-2", bobsToken);
    }

    @Test
    void tokenIsOneThatTheClusterTakes() throws Exception {
        DamsoRun token = cluster.damso("token", "carol");
        token.assertSuccess();
        String room = api.createRoom(token.output().strip(), "Carol's", List.of());
        assertThat(room).isNotBlank();
    }

    @Test
    void offsetBeyondTheLastPortIsRefused(@TempDir Path directory) throws Exception {
        DamsoRun run = DamsoRun.of(Path.of("..").toRealPath(), directory, 4000, "up");
        assertThat(run.exitCode()).isOne();
        assertThat(run.output()).contains("DAMSO_PORT_OFFSET is '4000'; set 0 to 3900");
    }

    @Test
    void takenPortIsNamedWithItsHolderAndItsSetting(@TempDir Path directory) throws Exception {
        int offset = 3900;
        try (ServerSocket taken = new ServerSocket(8443 + offset, 1, InetAddress.getLoopbackAddress())) {
            Path home = Path.of("..").toRealPath();
            DamsoRun up = DamsoRun.of(home, directory, offset, "up");
            DamsoRun.of(home, directory, offset, "down").assertSuccess();
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.output()).contains(
                    "Port " + taken.getLocalPort() + " is taken by java", "DAMSO_HTTPS_PORT", "DAMSO_PORT_OFFSET");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fly, There is no command 'fly'",
        "kill nobody, There is no process 'nobody'",
        "up --gateways none, --gateways takes a number",
        "up --mongo localhost, --mongo takes a URI",
        "down --all, down does not know",
        "token a/b, Use: ./damso token USER"
    })
    void mistakeIsExplained(String arguments, String explanation) throws Exception {
        DamsoRun run = cluster.damso(arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains(explanation);
    }
}
