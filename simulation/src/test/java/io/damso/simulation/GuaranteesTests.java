package io.damso.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuaranteesTests {

    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    /** Another seed each time. A seed that fails is a bug: ./damso prove --seed repeats it. */
    @Test
    void guaranteesHoldInSchedulesOfAFreshSeed() {
        long seed = Prove.newSeed();
        System.out.println("Simulation: seed " + seed);
        Search.Outcome outcome = Search.from(seed, Long.MAX_VALUE, LONG);
        System.out.println("Simulation: " + outcome.schedules() + " schedules");
        Search.Failure failure = outcome.failure();
        assertThat(failure)
                .as(() -> failure == null ? "" : Prove.report(failure))
                .isNull();
    }

    @Test
    void sameSeedIsTheSameRun() {
        for (long seed = 1; seed <= 50; seed++) {
            List<Step> steps = Schedules.of(seed);
            assertThat(Schedules.of(seed)).isEqualTo(steps);
            assertThat(Run.trace(steps)).isEqualTo(Run.trace(steps));
        }
    }

    /** Without this, a simulation in which nothing happens would find that all is well. */
    @Test
    void messagesAreHeardAndRepeatedAndMissed() {
        String all = String.join(
                "\n",
                List.of(1L, 2L, 3L).stream()
                        .flatMap(part -> java.util.stream.LongStream.range(part * 1_000, part * 1_000 + 300)
                                .boxed())
                        .flatMap(seed -> Run.trace(Schedules.of(seed)).stream())
                        .toList());
        assertThat(all)
                .contains("hears")
                .contains("RECEIPT")
                .contains("is refused")
                .contains("replayed 2")
                .contains("interruption")
                .contains("complete true")
                .contains("After[")
                .contains("Newest[");
    }
}
