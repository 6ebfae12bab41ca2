package io.damso.bench.broker.count;

/**
 * A message on its way.
 *
 * @param room its room
 * @param sender number of the gateway that publishes it
 * @param dueAt when it should be sent, as {@link System#nanoTime}; latencies count from here, so that a broker that
 *     stalls the sender is visible
 * @param tally counts it
 */
public record Message(Room room, int sender, long dueAt, Tally tally) {}
