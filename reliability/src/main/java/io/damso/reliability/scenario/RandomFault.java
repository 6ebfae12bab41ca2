package io.damso.reliability.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One fault of a random run.
 *
 * @param atSeconds when it begins
 * @param kind what happens
 * @param target name of a process
 * @param seconds how long the process is away
 */
record RandomFault(double atSeconds, Kind kind, String target, double seconds) {

    /** What happens to a process. */
    enum Kind {
        KILL,
        STOP,
        PAUSE,
        RELOAD
    }

    private static final String NGINX = "nginx";
    private static final double LEAST_SECONDS = 0.5;
    private static final double SPREAD_SECONDS = 6;

    /** Draws a fault of the process. */
    static RandomFault draw(Random random, double atSeconds, String target) {
        List<Kind> kinds =
                target.equals(NGINX) ? List.of(Kind.KILL, Kind.RELOAD) : List.of(Kind.KILL, Kind.STOP, Kind.PAUSE);
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        return new RandomFault(atSeconds, kind, target, LEAST_SECONDS + SPREAD_SECONDS * random.nextDouble());
    }

    void run(Stage stage) throws InterruptedException {
        switch (kind) {
            case KILL -> stage.kill(target, seconds);
            case PAUSE -> stage.pause(target, seconds);
            case STOP ->
                stage.fault(
                        "stop " + target,
                        () -> stage.cluster().damso("stop", target),
                        seconds,
                        () -> stage.cluster().damso("start", target));
            case RELOAD -> stage.fault("reload " + target, stage.cluster()::reloadNginx, seconds, () -> {});
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%6.1f s: %s %s for %.1f s", atSeconds, kind, target, seconds);
    }
}
