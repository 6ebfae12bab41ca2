package io.damso.bench.broker.count;

import io.damso.protocol.envelope.Entry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The phases of a measurement, one after the other. A message belongs to the phase in which it was sent, whenever its
 * confirm comes. Thread-safe.
 */
public final class Phases {

    private final List<Tally> tallies = new CopyOnWriteArrayList<>();

    /** Creates the phases with a first one, for the warm-up. */
    public Phases() {
        next();
    }

    /** Begins the next phase. */
    public final synchronized Tally next() {
        Tally tally = new Tally(tallies.size());
        tallies.add(tally);
        return tally;
    }

    /** Returns the phase to which messages belong that are sent now. */
    public Tally current() {
        return tallies.getLast();
    }

    /** Returns a message id, in the form of real ones, that tells {@link #delivered} what it needs. */
    public static String messageId(Message message) {
        return new UUID(message.tally().number(), message.dueAt()).toString();
    }

    /** Counts a message that arrived at a gateway of its room. */
    public void delivered(Entry entry, long nowNanos) {
        UUID id = UUID.fromString(entry.messageId());
        tallies.get((int) id.getMostSignificantBits()).delivered(id.getLeastSignificantBits(), nowNanos);
    }
}
