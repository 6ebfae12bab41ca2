package io.damso.reliability.cluster;

import java.util.List;

/**
 * How many processes of each kind a cluster has.
 *
 * @param gateways 1 to 99
 * @param persistences instances of chat-persistence, 1 to 9
 * @param brokers 1 or 3
 */
public record ClusterSize(int gateways, int persistences, int brokers) {

    /** Two gateways, and one of everything else. */
    public static final ClusterSize PLAIN = new ClusterSize(2, 1, 1);

    /** Two gateways and two instances of chat-persistence. */
    public static final ClusterSize TWO_PERSISTENCES = new ClusterSize(2, 2, 1);

    /** Two gateways and three brokers. */
    public static final ClusterSize THREE_BROKERS = new ClusterSize(2, 1, 3);

    /** Returns the options of {@code ./damso up}. */
    public List<String> options() {
        return List.of(
                "--gateways",
                Integer.toString(gateways),
                "--persistence",
                Integer.toString(persistences),
                "--brokers",
                Integer.toString(brokers));
    }

    @Override
    public String toString() {
        return "%d gateways, %d persistence, %d broker(s)".formatted(gateways, persistences, brokers);
    }
}
