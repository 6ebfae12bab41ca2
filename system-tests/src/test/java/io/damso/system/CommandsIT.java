package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.client.ChatClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
        cluster.control("stop", "gateway-2");
        try {
            DamsoRun demo = cluster.damso("demo");
            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);
            assertThat(demo.output()).contains("FAILED", "second gateway");
        } finally {
            cluster.control("start", "gateway-2");
        }
    }

    @Test
    void statusListsProcessesForScripts() throws Exception {
        cluster.control("stop", "gateway-2");
        try {
            DamsoRun status = cluster.damso("status", "--json");
            status.assertSuccess();
            JsonNode processes = new JsonMapper().readTree(status.output());
            assertThat(processes.valueStream().map(node -> node.path("name").stringValue()))
                    .containsExactly("rabbitmq-1", "store", "persistence-1", "gateway-1", "gateway-2", "nginx");
            for (JsonNode process : processes) {
                boolean runs = !process.path("name").stringValue().equals("gateway-2");
                assertThat(process.path("ready").booleanValue())
                        .as(process.toString())
                        .isEqualTo(runs);
                assertThat(process.path("pid").isNumber())
                        .as(process.toString())
                        .isEqualTo(runs);
                assertThat(process.path("ports").get(0).isNumber())
                        .as(process.toString())
                        .isTrue();
            }
        } finally {
            cluster.control("start", "gateway-2");
        }
    }

    @Test
    void clusterIsScaledWhileClientsAreConnected() throws Exception {
        ChatClient stays = client("gateway-1", alicesToken);
        cluster.damso("up", "--gateways", "3", "--persistence", "2").assertSuccess();
        client("gateway-3", bobsToken);
        assertThat(cluster.damso("status").output()).contains("persistence-2");
        cluster.control("stop", "persistence-1");
        assertThat(api.createRoom(alicesToken, "By persistence-2", List.of())).isNotBlank();
        cluster.control("start", "persistence-1");
        cluster.damso("up", "--gateways", "2", "--persistence", "1").assertSuccess();
        assertThat(cluster.damso("status").output()).doesNotContain("gateway-3", "persistence-2");
        assertThat(stays.ended()).isNotDone();
        client("gateway-2", bobsToken);
    }

    @Test
    void unavailableMongoDbIsReportedBeforeAnyChange() throws Exception {
        DamsoRun up = cluster.damso("up", "--mongo", "mongodb://damso:word-of-pass@127.0.0.1:1/damso");
        assertThat(up.exitCode()).as(up.output()).isOne();
        assertThat(up.output())
                .contains("mongodb://127.0.0.1:1/damso", "connection refused", "Nothing was started or changed")
                .doesNotContain("word-of-pass", "Exception");
        assertThat(Files.readString(cluster.runDirectory().resolve("cluster"))).doesNotContain("word-of-pass");
        api.token("carol");
    }

    @Test
    void demoReportsThatNoServerAnswers() throws Exception {
        DamsoRun demo = cluster.damso("demo", "--url", "wss://localhost:1/ws");
        assertThat(demo.exitCode()).as(demo.output()).isOne();
        assertThat(demo.output())
                .contains("Nothing answers at wss://localhost:1")
                .doesNotContain("Exception");
    }

    @Test
    void demoExplainsAnUntrustedCertificate() throws Exception {
        DamsoRun demo = cluster.damso("demo", "--url", cluster.socket().toString());
        assertThat(demo.exitCode()).as(demo.output()).isOne();
        assertThat(demo.output()).contains("is not trusted", "--insecure").doesNotContain("Exception", "PKIX");
        cluster.damso("demo", "--url", cluster.socket().toString(), "--insecure")
                .assertSuccess();
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol", "앨리스", "auth0|k:1+2@x.example"})
    void clusterAcceptsThePrintedToken(String user) throws Exception {
        DamsoRun token = cluster.damso(Map.of("LC_ALL", "C"), "token", user);
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
    void usedPortIsReportedWithItsProcessAndSetting(@TempDir Path directory) throws Exception {
        int offset = 3900;
        try (ServerSocket taken = new ServerSocket(8443 + offset, 1, InetAddress.getLoopbackAddress())) {
            Path home = Path.of("..").toRealPath();
            DamsoRun up = DamsoRun.of(home, directory, offset, "up");
            DamsoRun.of(home, directory, offset, "down").assertSuccess();
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.output())
                    .contains(
                            "Port " + taken.getLocalPort() + " is used by java",
                            "DAMSO_HTTPS_PORT",
                            "DAMSO_PORT_OFFSET");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fly, There is no command 'fly'",
        "kill nobody, There is no process 'nobody'",
        "up --gateways none, --gateways takes a number",
        "up --mongo localhost, --mongo takes a URI",
        "down --all, down has no option",
        "roll gateway-1, roll has no option 'gateway-1'",
        "token, Use: ./damso token USER",
        "token a/b, No token for 'a/b': The request is not valid",
        "up --persistence 0, --persistence takes a number"
    })
    void invalidArgumentsAreExplained(String arguments, String explanation) throws Exception {
        DamsoRun run = cluster.damso(arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains(explanation);
    }
}
