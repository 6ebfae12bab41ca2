package io.damso.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuaranteesTests {

    private static final long SEED = 1;
    private static final long SCHEDULES = 25_000;

    /**
     * The same schedules each time, so that this fails only for a change. {@code ./damso prove} looks for others; what
     * it finds and is mended has its seed in {@link #guaranteesHoldInSchedulesThatWereFoundOnce}.
     */
    @Test
    void guaranteesHold() {
        assertHold(SEED, SCHEDULES);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                8_643,
                14_825,
                44_748,
                110_718,
                20_673_147,
                1_000_052_173,
                1_000_073_618,
                1_000_173_200,
                1_000_333_147,
                3_000_013_797L,
                55_769_149_947L,
                67_573_458_554L,
                78_316_262_337L,
                89_740_183_360L,
                402_938_865_766L,
                522_868_328_011L,
                707_085_354_170L,
                837_932_130_444L
            })
    void guaranteesHoldInSchedulesThatWereFoundOnce(long seed) {
        assertHold(seed, 1);
    }

    private static void assertHold(long seed, long schedules) {
        Search.Outcome outcome = Search.from(seed, schedules, Long.MAX_VALUE / 2);
        assertThat(outcome.schedules()).isEqualTo(schedules);
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
                .contains("missed messages DELIVERED", "missed messages FOLLOWS")
                .contains("After[")
                .contains("Newest[");
    }
}
