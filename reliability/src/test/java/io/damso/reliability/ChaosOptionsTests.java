package io.damso.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.reliability.scenario.Scenario;
import io.damso.reliability.scenario.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosOptionsTests {

    @Test
    void withoutANameAllRunAndTheRandomOneEndsThem() {
        List<Scenario> all = ChaosOptions.parse(List.of()).scenarios();
        assertThat(all).hasSize(Scenarios.all().size() + 1);
        assertThat(all.getLast().name()).isEqualTo("random");
        assertThat(all.getLast().summary()).startsWith("20 random faults");
        assertThat(all).extracting(Scenario::name).doesNotHaveDuplicates();
    }

    @Test
    void namesAndOptionsAreTaken() {
        ChaosOptions options = ChaosOptions.parse(
                List.of("random", "kill-store", "--seed", "5", "--seconds", "30", "--clients", "9", "--docs"));
        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("random", "kill-store");
        assertThat(options.scenarios().getFirst().summary()).contains("seed 5");
        assertThat(options.clients()).isEqualTo(9);
        assertThat(options.docs()).isTrue();
    }

    @Test
    void secondsAreForTheRandomOneAndTheStoreThatIsAway() {
        assertThat(ChaosOptions.parse(List.of("store-away"))
                        .scenarios()
                        .getFirst()
                        .summary())
                .isEqualTo("the store is away for 60 s");
        List<Scenario> scenarios = ChaosOptions.parse(List.of("store-away", "random", "--seconds", "3600"))
                .scenarios();
        assertThat(scenarios.getFirst().summary()).isEqualTo("the store is away for 3600 s");
        assertThat(scenarios.getFirst().allows().storedWithin()).isGreaterThan(3600);
        assertThat(scenarios.getLast().summary()).startsWith("120 random faults");
    }

    @ParameterizedTest
    @CsvSource({
        "kill-all, No scenario 'kill-all'",
        "--clients 1, --clients takes a number from 2 to 1000",
        "--seconds x, --seconds",
        "--seconds 0, --seconds takes a number from 1 to 86400",
        "--fast, Unknown option"
    })
    void unusableOptionsAreExplained(String arguments, String explanation) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ChaosOptions.parse(List.of(arguments.split(" "))))
                .withMessageContaining(explanation);
    }
}
