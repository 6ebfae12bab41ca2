package io.damso.bench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.bench.Bench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path work;

    @Test
    void interruptedBenchmarkLeavesNoServerAndNoData() throws Exception {
        // spotless:off
        Process bench = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-Ddamso.bench.work=" + work, Bench.class.getName(),
                "store", "--sizes", "100m", "--peers", "embedded")
                .redirectErrorStream(true).redirectOutput(work.resolve("log").toFile()).start();
        // spotless:on
        try {
            await("the store's file").atMost(TIMEOUT).until(this::storeHasAFile);
            List<ProcessHandle> servers = bench.descendants().toList();
            assertThat(servers).isNotEmpty();
            bench.destroy();
            assertThat(bench.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(work).isDirectoryNotContaining(Files::isDirectory);
        } finally {
            bench.descendants().forEach(ProcessHandle::destroyForcibly);
            bench.destroyForcibly();
        }
    }

    private boolean storeHasAFile() throws Exception {
        try (var files = Files.walk(work)) {
            return files.anyMatch(file -> file.toString().endsWith(".mv"));
        }
    }
}
