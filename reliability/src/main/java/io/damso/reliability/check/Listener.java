package io.damso.reliability.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a history tells of one client in its room. */
final class Listener {

    /** One delivery. */
    static final class Delivery {
        final Message message;
        final double at;
        /** Whether its place among the others is not promised: it is late, or of a page. */
        final boolean exempt;
        /** Number of the client's subscription. */
        final int subscription;
        /** Whether a position of its subscription covers it: what comes later than that is sent behind it. */
        boolean settled;

        Delivery(Message message, double at, boolean exempt, int subscription) {
            this.message = message;
            this.at = at;
            this.exempt = exempt;
            this.subscription = subscription;
        }
    }

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
    /** The part of it that became covered in this subscription. */
    private final Set<String> coveredHere = new HashSet<>();
    /** What was heard in this subscription after the newest position. */
    private final Set<String> fresh = new HashSet<>();
    /** What was heard earlier without a position behind it; it may be heard once more. */
    private final Set<String> uncovered = new HashSet<>();
    /** Index of the first delivery of this subscription, and of the first one that is not settled. */
    private int firstHere;

    private int firstOpen;
    private int subscription;

    Listener(String name) {
        this.name = name;
    }

    /** A subscription begins; what no position covers comes again. */
    void subscribes(boolean byPosition) {
        subscription++;
        firstHere = deliveries.size();
        firstOpen = firstHere;
        coveredHere.clear();
        uncovered.addAll(fresh);
        fresh.clear();
        if (!byPosition) {
            uncovered.addAll(covered); // a page of the history overlaps with what is known
            covered.clear();
        }
    }

    /** Takes a delivery; returns whether the message was heard before, and must not be heard again. */
    boolean hears(Message message, double at, boolean exempt) {
        if (!heardBefore(message.name)) {
            deliveries.add(new Delivery(message, at, exempt, subscription));
        }
        uncovered.remove(message.name);
        return covered.contains(message.name) || !fresh.add(message.name);
    }

    boolean heardBefore(String message) {
        return uncovered.contains(message) || covered.contains(message) || fresh.contains(message);
    }

    /**
     * The client keeps the position of what it heard last. What earlier subscriptions delivered without a position is
     * not covered: a position in the middle of a replay can be before it.
     */
    void keepsPositionOfDelivery() {
        covered.addAll(fresh);
        coveredHere.addAll(fresh);
        fresh.clear();
        for (; firstOpen < deliveries.size(); firstOpen++) {
            deliveries.get(firstOpen).settled = true;
        }
    }

    /** The client keeps the position of a confirmation, which is behind the replay and covers everything. */
    void keepsPositionOfConfirmation() {
        keepsPositionOfDelivery();
        covered.addAll(uncovered);
        coveredHere.addAll(uncovered);
        uncovered.clear();
    }

    /** The subscription is confirmed without what was missed: the client goes back to the position it resumed from. */
    void goesBack() {
        covered.removeAll(coveredHere);
        fresh.addAll(coveredHere);
        coveredHere.clear();
        deliveries.subList(firstHere, deliveries.size()).forEach(delivery -> delivery.settled = false);
        firstOpen = firstHere;
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
