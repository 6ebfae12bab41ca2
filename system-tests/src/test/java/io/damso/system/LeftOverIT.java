package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Only the main process of a service is killed, and its child processes continue. */
class LeftOverIT extends SystemTest {

    @Test
    void workersWithoutTheirMasterAreShownAndEndedByAStart() throws Exception {
        List<ProcessHandle> workers = killMaster();
        assertThat(status("nginx").path("pid").isNull()).isTrue();
        assertThat(status("nginx").path("leftOver").valueStream().map(JsonNode::longValue))
                .containsExactlyInAnyOrderElementsOf(
                        workers.stream().map(ProcessHandle::pid).toList());
        assertThat(cluster.damso("status").output()).contains("nginx has ended, but its child processes ");
        cluster.control("start", "nginx");
        assertThat(workers).noneMatch(LeftOverIT::runs);
        assertThat(status("nginx").path("leftOver")).isEmpty();
        client(alicesToken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "stop"})
    void workersWithoutTheirMasterAreEnded(String command) throws Exception {
        List<ProcessHandle> workers = killMaster();
        try {
            cluster.control(command, "nginx");
            assertThat(workers).noneMatch(LeftOverIT::runs);
            assertThat(status("nginx").path("leftOver")).isEmpty();
        } finally {
            cluster.control("start", "nginx");
        }
        client(alicesToken);
    }

    @Test
    void unrelatedProcessIsNotTakenForALeftOver() throws Exception {
        cluster.control("stop", "gateway-2");
        // A process group with the number in the process file, as if the number had been reused.
        Process unrelated = new ProcessBuilder("setsid", "sh", "-c", "sleep 60 & echo $$; exit 0").start();
        String group = unrelated.inputReader().readLine();
        try {
            unrelated.waitFor();
            Files.writeString(cluster.runDirectory().resolve("gateway-2/pid"), group + "\n1\n");
            assertThat(status("gateway-2").path("leftOver")).isEmpty();
            cluster.control("kill", "gateway-2");
            assertThat(new ProcessBuilder("pgrep", "-g", group).start().waitFor())
                    .as("the unrelated process runs")
                    .isZero();
        } finally {
            new ProcessBuilder("kill", "-KILL", "--", "-" + group).start().waitFor();
            cluster.control("start", "gateway-2");
        }
    }

    /** Returns the workers, which continue to serve. */
    private static List<ProcessHandle> killMaster() throws Exception {
        cluster.awaitReady();
        ProcessHandle master =
                ProcessHandle.of(status("nginx").path("pid").longValue()).orElseThrow();
        List<ProcessHandle> workers = master.children().toList();
        assertThat(workers).isNotEmpty();
        master.destroyForcibly();
        await("the master's end").until(() -> status("nginx").path("pid").isNull());
        return workers;
    }

    /** Returns whether the process runs; a killed process stays in the process table until its parent waits for it. */
    private static boolean runs(ProcessHandle process) {
        return process.info().command().isPresent();
    }

    private static JsonNode status(String name) throws Exception {
        DamsoRun run = cluster.damso("status", "--json");
        run.assertSuccess();
        return new JsonMapper()
                .readTree(run.output())
                .valueStream()
                .filter(process -> process.path("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
