package io.damso.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Starts a process as deploy/native/process.sh does. */
    private static final String LAUNCH = """
            cd "$DAMSO_RUN_DIR" && mkdir -p sleeper/data && echo "port $DAMSO_PORT_OFFSET" >sleeper/log
            setsid sleep 300 &
            printf '%s\\n%s\\n' $! "$(sed 's/.*) //' /proc/$!/stat | cut -d' ' -f20)" >sleeper/pid
            """;

    @TempDir
    private Path work;

    @Test
    void processesEndAndTheirLogsStay() throws Exception {
        RunDirectory run = RunDirectory.create(work, "one");
        try (run) {
            run.run(Map.of(), script(LAUNCH));
            assertThat(run.running()).containsOnlyKeys("sleeper");
            assertThat(run.path().resolve("sleeper/log")).hasContent("port " + (run.port(1000) - 1000));
        }
        assertThat(run.running()).isEmpty();
        assertThat(run.path().resolve("sleeper/log")).exists();
        assertThat(run.path().resolve("sleeper/data")).doesNotExist();
    }

    @Test
    void failureContainsTheScriptsOutputAndStopsItsProcesses() {
        RunDirectory run = RunDirectory.create(work, "two");
        assertThatThrownBy(() -> run.run(Map.of("ANIMAL", "cat"), script(LAUNCH + "echo no $ANIMAL >&2; exit 3")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("no cat");
        assertThat(run.running()).isEmpty();
    }

    @Test
    void closingStopsARunningScript() throws Exception {
        RunDirectory run = RunDirectory.create(work, "three");
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                run.run(Map.of(), script(LAUNCH + "echo $$ >script; while :; do sleep 1; done"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await("the script").atMost(TIMEOUT).until(() -> !run.running().isEmpty() && scriptPid(run) > 0);
        long script = scriptPid(run);
        run.close();
        assertThat(run.running()).isEmpty();
        assertThat(running).failsWithin(TIMEOUT);
        assertThat(ProcessHandle.of(script)).isEmpty();
    }

    @Test
    void processThatHasEndedOrGotTheIdLaterDoesNotRun() throws Exception {
        try (RunDirectory run = RunDirectory.create(work, "four")) {
            Path file = Files.createDirectories(run.path().resolve("other")).resolve("pid");
            Files.writeString(file, ProcessHandle.current().pid() + "\n1\n");
            assertThat(run.running()).isEmpty();
            Files.writeString(file, "not a number\n1\n");
            assertThat(run.running()).isEmpty();
            assertThatThrownBy(() -> run.kill("other")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private static long scriptPid(RunDirectory run) throws IOException {
        Path file = run.path().resolve("script");
        String pid = Files.exists(file) ? Files.readString(file).strip() : "";
        return pid.isEmpty() ? 0 : Long.parseLong(pid);
    }

    private static List<String> script(String text) {
        return List.of("sh", "-c", text);
    }
}
