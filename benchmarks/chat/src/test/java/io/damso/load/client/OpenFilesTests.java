package io.damso.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.bench.scenario.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTests {

    @TempDir
    private Path directory;

    @Test
    void failureNamesTheLimitAndTheRemedy() throws Exception {
        Path limits = limits("1024");
        assertThatThrownBy(() -> OpenFiles.require("gateway-1", limits, 1_000))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("gateway-1 may have 1,024")
                .hasMessageContaining("ulimit -n 1300");
    }

    @Test
    void sufficientOrUnknownLimitPasses() throws Exception {
        assertThatCode(() -> OpenFiles.require("x", limits("1300"), 1_000)).doesNotThrowAnyException();
        assertThatCode(() -> OpenFiles.require("x", limits("unlimited"), 1_000_000))
                .doesNotThrowAnyException();
        assertThat(OpenFiles.limit(directory.resolve("none"))).isEmpty();
    }

    private Path limits(String soft) throws Exception {
        return Files.writeString(
                directory.resolve("limits"),
                "Limit   Soft Limit  Hard Limit  Units\n" + "Max open files            " + soft
                        + "                 524288               files\n");
    }
}
