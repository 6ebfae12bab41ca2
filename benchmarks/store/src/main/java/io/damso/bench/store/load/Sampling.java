package io.damso.bench.store.load;

import io.damso.bench.store.peer.Peer;
import java.time.Duration;

/**
 * Repeats one query on one connection: first without measurement as a warm-up, then measured.
 *
 * @param samples maximum number of measured queries; the warm-up has a tenth of it
 * @param limit time limit of the measurement; the warm-up has a tenth of it
 */
public record Sampling(int samples, Duration limit) {

    private static final int WARM_UP_SHARE = 10;

    /** Measures a query. A failure ends the measurement and is the shortfall of the result. */
    public Timing measure(Peer peer, Runnable question) {
        try {
            warmUp(peer, question);
        } catch (RuntimeException e) {
            return new Stopwatch(peer).stop(0).butOnly(peer.explain(e));
        }
        Stopwatch watch = new Stopwatch(peer);
        int asked = 0;
        try {
            while (asked < samples && watch.isWithin(limit)) {
                watch.time(question);
                asked++;
            }
            return watch.stop(asked);
        } catch (RuntimeException e) {
            return watch.stop(asked).butOnly(peer.explain(e));
        }
    }

    private void warmUp(Peer peer, Runnable question) {
        Stopwatch watch = new Stopwatch(peer);
        Duration atMost = limit.dividedBy(WARM_UP_SHARE);
        for (int i = 0; i < samples / WARM_UP_SHARE && watch.isWithin(atMost); i++) {
            question.run();
        }
    }
}
