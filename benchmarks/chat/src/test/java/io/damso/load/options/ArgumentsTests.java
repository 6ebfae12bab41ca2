package io.damso.load.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.bench.scenario.InvalidOptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTests {

    @TempDir
    private Path directory;

    @Test
    void defaultsApplyUnlessGiven() {
        Arguments arguments = parse();
        assertThat(arguments.numbers("--sizes")).containsExactly(100, 1_000);
        assertThat(arguments.choices("--colour")).containsExactly("red");
        assertThat(arguments.number("--runs")).isEqualTo(1);
        assertThat(arguments.flag("--fast")).isFalse();
        assertThat(arguments.json()).isNull();
        assertThat(arguments.peers(List.of("a", "b", "c"), List.of("a", "b"))).containsExactly("a", "b");
    }

    @Test
    void givenValuesReplaceThem() {
        Arguments arguments = parse(
                "--sizes",
                "5,6,7",
                "--colour",
                "blue,red,blue",
                "--fast",
                "--peer",
                "b,a,b",
                "--json",
                directory.resolve("x.json").toString());
        assertThat(arguments.numbers("--sizes")).containsExactly(5, 6, 7);
        assertThat(arguments.choices("--colour")).containsExactly("blue", "red");
        assertThat(arguments.flag("--fast")).isTrue();
        assertThat(arguments.peers(List.of("a", "b"), List.of("a"))).containsExactly("b", "a");
        assertThat(arguments.json()).isEqualTo(directory.resolve("x.json"));
    }

    @Test
    void everyUnusableOptionIsRefusedByName() {
        refused("--sizes", "--sizes", "0");
        refused("--sizes", "--sizes", "5,x");
        refused("--sizes", "--sizes", "5,");
        refused("--colour takes one or more of red, blue, separated by commas, not 'green'", "--colour", "green");
        refused("--colour", "--colour", "red,");
        refused("--runs", "--runs", "1,2");
        refused("--runs", "--runs", "9999999999");
        refused("Missing required parameter for option '--runs'", "--runs");
        refused("Unknown option: '--slow'. Usage: bench test", "--slow");
        refused("--json", "--json", directory.toString());
        refused("--json", "--json", directory.resolve("none/x.json").toString());
        assertThatThrownBy(() -> parse("--peer", "c").peers(List.of("a"), List.of("a")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("'c'");
    }

    private static void refused(String message, String... given) {
        assertThatThrownBy(() -> parse(given))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(message);
    }

    private static Arguments parse(String... given) {
        return new Arguments(
                "test",
                List.of(Option.numbers("--sizes", "100,1000", 1, 1_000), Option.choices("--colour", "red", "blue")),
                Set.of("--fast"),
                List.of(given));
    }
}
