package io.damso.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkerTests {

    private static final Step SEND = new Step(Step.Kind.SEND, 40, 41);
    private static final Step FLOW = new Step(Step.Kind.FLOW, 50, 51);

    @Test
    void onlyWhatBreaksIsLeft() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            steps.add(new Step(Step.Kind.TIME, i, i));
        }
        steps.add(7, SEND);
        steps.add(30, FLOW);
        List<Step> small = Shrinker.shrink(steps, some -> {
            int send = kinds(some).indexOf(Step.Kind.SEND);
            int flow = kinds(some).indexOf(Step.Kind.FLOW);
            return send >= 0 && flow > send && some.get(send).b() >= 2;
        });
        assertThat(small).containsExactly(new Step(Step.Kind.SEND, 0, 2), new Step(Step.Kind.FLOW, 0, 0));
    }

    private static List<Step.Kind> kinds(List<Step> steps) {
        return steps.stream().map(Step::kind).toList();
    }

    @Test
    void stepsThatAllMatterStay() {
        List<Step> steps = List.of(new Step(Step.Kind.SEND, 0, 0), new Step(Step.Kind.FLOW, 0, 0));
        assertThat(Shrinker.shrink(steps, some -> some.size() == 2)).isEqualTo(steps);
    }
}
