package io.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchTests {

    @Test
    void unknownBenchmarkAndUnusableOptionEndWithTheirExitCode() {
        assertThat(Bench.run()).isEqualTo(Bench.EXIT_INVALID_OPTION);
        assertThat(Bench.run("stoer")).isEqualTo(Bench.EXIT_INVALID_OPTION);
        assertThat(Bench.run("store", "--sizes", "many")).isEqualTo(Bench.EXIT_INVALID_OPTION);
    }
}
