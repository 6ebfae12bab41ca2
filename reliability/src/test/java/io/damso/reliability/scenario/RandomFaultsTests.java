package io.damso.reliability.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomFaultsTests {

    @Test
    void seedAndLengthDecideEverything() {
        assertThat(new RandomFaults(7, 600).faults())
                .isEqualTo(new RandomFaults(7, 600).faults())
                .isNotEqualTo(new RandomFaults(8, 600).faults());
    }

    @Test
    void tenMinutesHaveTwentyFaultsAndShortRunsUpToNine() {
        assertThat(new RandomFaults(1, 600).faults()).hasSize(20);
        assertThat(new RandomFaults(1, 45).faults()).hasSize(9);
        assertThat(new RandomFaults(1, 1).faults()).hasSize(1);
    }

    @Test
    void timesGrowAndAreWithinTheRunAndEveryProcessHasItsTurn() {
        for (long seed = 0; seed < 100; seed++) {
            var faults = new RandomFaults(seed, 45).faults();
            assertThat(faults).extracting(RandomFault::atSeconds).isSorted().allMatch(at -> at >= 0 && at < 45);
            assertThat(IntStream.range(0, 6).mapToObj(faults::get))
                    .extracting(RandomFault::target)
                    .doesNotHaveDuplicates();
        }
    }
}
