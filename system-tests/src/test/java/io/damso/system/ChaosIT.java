package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.reliability.check.Verdict;
import io.damso.reliability.scenario.Load;
import io.damso.reliability.scenario.RandomFaults;
import io.damso.reliability.scenario.ScenarioRun;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The short form of {@code ./damso chaos random}, on the cluster of the tests. {@code -Ddamso.chaos.seconds=600} makes it
 * longer; {@code -Ddamso.chaos.seed=...} with the printed seed repeats the faults of a run.
 */
class ChaosIT {

    private static final int SECONDS = Integer.getInteger("damso.chaos.seconds", 40);
    private static final int MOST_SEEDS = 1_000_000;
    private static final long SEED =
            Long.getLong("damso.chaos.seed", ThreadLocalRandom.current().nextInt(MOST_SEEDS));

    private static final Path HISTORY = Path.of("target", "chaos-history.jsonl").toAbsolutePath();
    private static final Load LOAD = new Load(40, 1_000);

    @RegisterExtension
    private static final Cluster CLUSTER = Cluster.INSTANCE;

    @Test
    void randomFaultsBreakNoPromise() throws Exception {
        RandomFaults faults = new RandomFaults(SEED, SECONDS);
        print(faults.summary());
        LogWatch logs = new LogWatch(CLUSTER);
        Verdict verdict = new ScenarioRun(CLUSTER.breakable(), LOAD, ChaosIT::print).run(faults, HISTORY);
        print(verdict.toString());
        assertThat(verdict.violations())
                .as("seed %d; %s; the history is %s", SEED, verdict, HISTORY)
                .isEmpty();
        assertThat(verdict.acknowledged()).isEqualTo(verdict.stored()).isGreaterThan(SECONDS * 10L);
        assertThat(logs.findings(faults.count())).as("seed %d", SEED).isEmpty();
    }

    private static void print(String line) {
        System.out.println("chaos: " + line);
    }
}
