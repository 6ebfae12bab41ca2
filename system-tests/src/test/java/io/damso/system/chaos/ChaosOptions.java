package io.damso.system.chaos;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The options of a run.
 *
 * @param seconds time in which faults start
 * @param seed seed of the plan
 * @param clients number of clients
 * @param rooms number of rooms
 */
record ChaosOptions(int seconds, long seed, int clients, int rooms) {

    private static final int MOST_SEEDS = 1_000_000;

    /**
     * Reads {@code damso.chaos.seconds}, {@code damso.chaos.seed}, {@code damso.chaos.clients}, {@code
     * damso.chaos.rooms}.
     */
    static ChaosOptions fromSystemProperties() {
        return new ChaosOptions(
                Integer.getInteger("damso.chaos.seconds", 45),
                Long.getLong("damso.chaos.seed", ThreadLocalRandom.current().nextInt(MOST_SEEDS)),
                Integer.getInteger("damso.chaos.clients", 40),
                Integer.getInteger("damso.chaos.rooms", 5));
    }
}
