package io.damso.load.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.bench.process.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesIT {

    /** A gateway, a name server, and a master with two workers, as deploy/native/process.sh starts them. */
    private static final String LAUNCH = """
            launch() {
              mkdir -p "$1" && setsid sh -c "$2" &
              printf '%s\\n%s\\n' $! "$(sed 's/.*) //' /proc/$!/stat | cut -d' ' -f20)" >"$1/pid"
            }
            cd "$DAMSO_RUN_DIR" && mkdir -p gateway-1 epmd nginx
            launch gateway-1 'sleep 300; true'
            launch epmd 'sleep 300; true'
            launch nginx 'sleep 300 & sleep 300 & wait'
            """;

    @TempDir
    private Path work;

    @Test
    void nginxCountsWithItsWorkersWhereClientsGoThroughIt() throws Exception {
        try (RunDirectory run = RunDirectory.create(work, "peer")) {
            run.run(Map.of(), List.of("sh", "-c", LAUNCH));
            assertThat(Processes.of(run)).extracting(ServerProcess::name).containsExactly("gateway-1");
            await("the workers")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Processes.withNginx(run))
                            .extracting(ServerProcess::name)
                            .containsExactly("gateway-1", "nginx", "nginx worker 1", "nginx worker 2"));
            assertThat(Processes.withNginx(run)).extracting(ServerProcess::pid).doesNotHaveDuplicates();
        }
    }
}
