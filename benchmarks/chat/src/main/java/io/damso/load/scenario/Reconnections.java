package io.damso.load.scenario;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The times at which disconnected clients were connected again.
 *
 * @param disconnected number of clients that lost their connection
 * @param back times at which clients were connected again, of {@link System#nanoTime()}, ascending
 * @param since time from which seconds count, of {@link System#nanoTime()}
 */
record Reconnections(int disconnected, List<Long> back, long since) {

    /**
     * Returns the seconds until a share of all disconnected clients was connected again, 0 if that was earlier; empty if
     * the share was not reached.
     *
     * @param share greater than 0, at most 1
     */
    OptionalDouble seconds(double share) {
        int wanted = (int) Math.ceil(share * disconnected);
        return wanted == 0 || wanted > back.size()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, back.get(wanted - 1) - since) / 1e9);
    }
}
