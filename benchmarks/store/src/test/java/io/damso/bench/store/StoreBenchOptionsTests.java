package io.damso.bench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.store.peer.PeerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreBenchOptionsTests {

    @TempDir
    private Path directory;

    @Test
    void defaultIsTheWholeBenchmark() {
        assertThat(parse())
                .isEqualTo(new StoreBenchOptions(
                        List.of(10_000L, 200_000L, 1_000_000L),
                        List.of(PeerKind.EMBEDDED, PeerKind.H2, PeerKind.MEMORY),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(300),
                        null,
                        false));
    }

    @Test
    void everyOptionIsTaken() {
        Path json = directory.resolve("result.json");
        // spotless:off
        StoreBenchOptions options = parse("--sizes", "1M,2000,10k,10K", "--peers", "h2,embedded", "--seconds", "5",
                "--fill-seconds", "7", "--json", json.toString(), "--docs");
        assertThat(options).isEqualTo(new StoreBenchOptions(List.of(2_000L, 10_000L, 1_000_000L),
                List.of(PeerKind.H2, PeerKind.EMBEDDED), Duration.ofSeconds(5), Duration.ofSeconds(7), json, true));
        // spotless:on
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--sizes; 10x", "--sizes; 0", "--sizes; 501", "--sizes; -500", "--sizes; 101m", "--sizes; '10k,'",
                "--sizes; ''", "--peers; mongodb", "--peers; ''", "--seconds; 0", "--seconds; 1.5", "--seconds; 86401",
                "--fill-seconds; -1"
            })
    void unusableValuesAreRefusedWithTheirName(String name, String value) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> parse(name, value))
                .withMessageStartingWith(name + " takes ");
    }

    @Test
    void unknownAndUnfinishedOptionsAreRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> parse("--size", "10k"))
                .withMessageStartingWith("Unknown options: '--size', '10k'. Usage: bench store");
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> parse("--sizes"))
                .withMessageStartingWith("Missing required parameter for option '--sizes'");
    }

    @Test
    void fileThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured() {
        for (Path file : List.of(directory, directory.resolve("none/result.json"))) {
            assertThatExceptionOfType(InvalidOptionException.class)
                    .isThrownBy(() -> parse("--json", file.toString()))
                    .withMessage("--json names " + file + ", which cannot be written");
        }
    }

    private static StoreBenchOptions parse(String... arguments) {
        return StoreBenchOptions.parse(List.of(arguments));
    }
}
