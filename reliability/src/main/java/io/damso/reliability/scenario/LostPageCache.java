package io.damso.reliability.scenario;

import io.damso.reliability.cluster.ChaosException;
import io.damso.reliability.cluster.DamsoCluster;
import io.damso.reliability.disk.ForgetfulDisk;
import io.damso.reliability.disk.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The embedded store is killed, and what it had written and not forced to the disk is gone, as after a power failure:
 * all of it, or a random half.
 */
final class LostPageCache implements Scenario {

    private static final String STORE = "store";
    private static final double AWAY = 2;

    /** What the kills lose. The moments differ, so that some are between a write and its force. */
    private static final List<Loss> LOSSES =
            List.of(Loss.UNFORCED, Loss.HALF_OF_UNFORCED, Loss.UNFORCED, Loss.HALF_OF_UNFORCED);

    @Override
    public String name() {
        return "lost-page-cache";
    }

    @Override
    public String summary() {
        return "kill -9 of the embedded store, four times, losing what it had not forced to the disk, or half of that";
    }

    @Override
    public Allowance allows() {
        return Allowance.NOTHING;
    }

    @Override
    public void prepare(DamsoCluster cluster) throws InterruptedException {
        cluster.damso("stop", STORE);
        start(cluster, LOSSES.getFirst());
    }

    /** A store that is started loses this when it is killed. */
    private static void start(DamsoCluster cluster, Loss loss) throws InterruptedException {
        Path sign = cluster.file("store-forgets");
        try {
            Files.deleteIfExists(sign);
        } catch (IOException e) {
            throw new ChaosException("Cannot delete " + sign + ": " + e, e);
        }
        String option = ForgetfulDisk.option(cluster.file("forgetful-disk.jar"), loss, sign);
        cluster.damso(Map.of("JAVA_TOOL_OPTIONS", '"' + option + '"'), "start", STORE);
        if (!Files.exists(sign)) {
            throw new ChaosException(
                    "The store's file is not on the disk that forgets. The log of the store may say why; "
                            + "if H2 opens its files in another way now, adapt ForgetfulDisk");
        }
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        stage.fleet().writeMore(200, 0);
        for (int i = 0; i < LOSSES.size(); i++) {
            Loss next = LOSSES.get((i + 1) % LOSSES.size());
            stage.hold(2 + i * 0.37);
            String lost = LOSSES.get(i) == Loss.UNFORCED ? "what was not forced" : "half of what was not forced";
            stage.kill("kill -9 " + STORE + ", losing " + lost, STORE, AWAY, () -> start(cluster, next));
        }
    }

    @Override
    public void restore(DamsoCluster cluster) throws InterruptedException {
        cluster.damso("stop", STORE);
        cluster.damso("start", STORE);
    }
}
