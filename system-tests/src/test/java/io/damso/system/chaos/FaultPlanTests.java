package io.damso.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTests {

    @Test
    void sameSeedGivesTheSamePlan() {
        assertThat(FaultPlan.of(42, 600)).isEqualTo(FaultPlan.of(42, 600)).isNotEqualTo(FaultPlan.of(43, 600));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void ordinaryLengthBreaksEachProcess(long seed) {
        assertThat(FaultPlan.of(seed, 45).steps().stream()
                        .flatMap(step -> step.faults().stream())
                        .map(Fault::target))
                .containsAll(FaultPlan.TARGETS);
    }

    @Test
    void noStepBreaksTheSameProcessTwiceAndTimesGrow() {
        FaultPlan plan = FaultPlan.of(7, 3_600);
        assertThat(plan.steps())
                .allSatisfy(step -> assertThat(step.faults())
                        .extracting(Fault::target)
                        .doesNotHaveDuplicates()
                        .hasSizeBetween(1, 2));
        assertThat(plan.steps()).extracting(FaultStep::atMillis).isSorted().doesNotHaveDuplicates();
        assertThat(plan.steps()).anyMatch(step -> step.faults().size() == 2);
    }

    @Test
    void longRunHasEveryKindOfFault() {
        assertThat(FaultPlan.of(7, 3_600).steps().stream()
                        .flatMap(step -> step.faults().stream())
                        .map(Fault::kind))
                .contains(FaultKind.values());
    }
}
