package io.damso.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation finds what it is there to find. Prints the table of {@code docs/simulation.md}. */
class PlantedBugTests {

    private static final long SEED = 1;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void plantedBugIsFound(PlantedBug bug) {
        ChangedClasses.Found found = new ChangedClasses(bug).search(SEED, LONGEST);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,d | %.1f | %d |%n",
                bug.mistake(),
                found.guarantee(),
                found.schedules(),
                found.seconds(),
                found.steps().size());
        assertThat(found.guarantee()).as("what %s breaks", bug).isNotNull();
        assertThat(Search.from(found.seed(), 1, LONGEST).failure())
                .as("the same schedule without the bug")
                .isNull();
    }
}
