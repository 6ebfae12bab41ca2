package io.damso.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessUsageTests {

    @Test
    void processorTimeGrowsWithWork() {
        Duration before = usage().cpu();
        await("50 ms of processor time")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    work();
                    return usage().cpu().minus(before).toMillis() >= 50;
                });
    }

    @Test
    void memoryIsReportedOnLinux() {
        boolean proc = Files.exists(Path.of("/proc/self/status"));
        assertThat(usage().residentBytes().isPresent()).isEqualTo(proc);
        usage().residentBytes().ifPresent(bytes -> assertThat(bytes).isGreaterThan(10_000_000L));
    }

    @Test
    void endedProcessHasNone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        assertThat(ProcessUsage.of(process.toHandle())).isEmpty();
    }

    private static ProcessUsage usage() {
        return ProcessUsage.of(ProcessHandle.current()).orElseThrow();
    }

    private static void work() {
        long end = System.nanoTime() + Duration.ofMillis(5).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
