package io.damso.reliability.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a history tells of one client in its room. */
final class Listener {

    /**
     * One delivery.
     *
     * @param exempt whether its place among the others is not promised: it is late, or of a page
     */
    record Delivery(Message message, double at, boolean exempt) {}

    final String name;
    String room = "";
    double liveSince = -1;
    double leftAt = -1;
    double closedAt = -1;
    int closed;
    final List<Delivery> deliveries = new ArrayList<>();
    /** Times in milliseconds: the end of a session, and the next subscription. */
    final List<double[]> outages = new ArrayList<>();

    /** What a position of this client covers; it must not be heard again. */
    private final Set<String> covered = new HashSet<>();
    /** What was heard in this subscription after the newest position. */
    private final Set<String> fresh = new HashSet<>();
    /** What was heard earlier without a position behind it; it may be heard once more. */
    private final Set<String> uncovered = new HashSet<>();

    Listener(String name) {
        this.name = name;
    }

    /** A subscription begins; what no position covers comes again. */
    void subscribes(boolean byPosition) {
        uncovered.addAll(fresh);
        fresh.clear();
        if (!byPosition) {
            uncovered.addAll(covered); // a page of the history overlaps with what is known
            covered.clear();
        }
    }

    /** Returns whether the message was heard before, and must not be heard again. */
    boolean hears(String message) {
        return covered.contains(message) || !fresh.add(message);
    }

    boolean heardBefore(String message) {
        return uncovered.contains(message) || covered.contains(message) || fresh.contains(message);
    }

    /** The client keeps the position of what it heard last. */
    void keepsPosition() {
        covered.addAll(fresh);
        covered.addAll(uncovered);
        fresh.clear();
        uncovered.clear();
    }

    void isLive(double at) {
        if (liveSince < 0) {
            liveSince = at;
        }
        if (closedAt >= 0) {
            outages.add(new double[] {closedAt, at});
            closedAt = -1;
        }
    }

    void closes(double at) {
        closed++;
        if (closedAt < 0) {
            closedAt = at;
        }
    }
}
