package io.damso.load.count;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber got of each sender of its room. Sequence numbers that were skipped are remembered one by one, so
 * that a late message is told from a doubled one. For one thread at a time.
 */
public final class Ledger {

    private final int room;
    private final int[] highest;
    private final @Nullable BitSet[] missing;
    private final @Nullable BitSet[] recovered;

    private long delivered;
    private long duplicates;
    private long reordered;

    /** Creates one that has seen nothing; senders are numbered from 0. */
    public Ledger(int room, int senders) {
        this.room = room;
        this.highest = new int[senders];
        this.missing = new BitSet[senders];
        this.recovered = new BitSet[senders];
    }

    /** Returns the number of the room. */
    int room() {
        return room;
    }

    /** Returns whether this sender is one of the room's. */
    boolean knows(int sender) {
        return sender >= 0 && sender < highest.length;
    }

    /**
     * Notes a delivery.
     *
     * @return whether it had not been there before
     */
    public boolean record(int sender, int sequence) {
        delivered++;
        int expected = highest[sender] + 1;
        if (sequence == expected) {
            highest[sender] = sequence;
            return true;
        }
        if (sequence > expected) {
            of(missing, sender).set(expected, sequence);
            highest[sender] = sequence;
            return true;
        }
        BitSet skipped = missing[sender];
        if (skipped != null && skipped.get(sequence)) {
            skipped.clear(sequence);
            reordered++;
            return true;
        }
        BitSet known = recovered[sender];
        if (known != null && known.get(sequence)) {
            known.clear(sequence);
        } else {
            duplicates++;
        }
        return false;
    }

    private static BitSet of(@Nullable BitSet[] sets, int sender) {
        BitSet set = sets[sender];
        if (set == null) {
            set = new BitSet();
            sets[sender] = set;
        }
        return set;
    }

    /** Returns how many messages were skipped so far and are still missing. */
    public long missing() {
        long all = 0;
        for (BitSet skipped : missing) {
            all += skipped == null ? 0 : skipped.cardinality();
        }
        return all;
    }

    /**
     * Closes a gap from the history: neither a duplicate nor out of order, and no duplicate if it comes once more,
     * because its id tells.
     *
     * @return whether it was missing
     */
    public boolean recover(int sender, int sequence) {
        BitSet skipped = of(missing, sender);
        if (sequence > highest[sender]) {
            skipped.set(highest[sender] + 1, sequence + 1);
            highest[sender] = sequence;
        }
        boolean wanted = skipped.get(sequence);
        if (wanted) {
            skipped.clear(sequence);
            of(recovered, sender).set(sequence);
        }
        return wanted;
    }

    /** Returns the account, given how many messages each sender has sent. */
    public Counts counts(int[] sent) {
        long expected = 0;
        long lost = 0;
        for (int sender = 0; sender < highest.length; sender++) {
            BitSet skipped = missing[sender];
            expected += sent[sender];
            lost += sent[sender] - highest[sender] + (skipped == null ? 0 : skipped.cardinality());
        }
        return new Counts(expected, delivered, lost, duplicates, reordered, 0);
    }
}
