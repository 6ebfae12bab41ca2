package io.damso.load.count;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one subscriber received from each sender of its room. Skipped sequence numbers are recorded
 * individually, so that late and duplicate messages can be distinguished. Not thread-safe.
 */
public final class Ledger {

    private final int room;
    private final int[] highest;
    private final @Nullable BitSet[] missing;
    private final @Nullable BitSet[] recovered;

    private volatile boolean untimed;
    private long delivered;
    private long duplicates;
    private long reordered;

    /** Creates an empty ledger. Senders are numbered from 0. */
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

    /** Returns whether the room has this sender. */
    boolean knows(int sender) {
        return sender >= 0 && sender < highest.length;
    }

    /**
     * From now on the latencies of this subscriber are not recorded: it has lost its connection, so messages are late
     * for another reason than the load. Thread-safe.
     */
    public void stopTiming() {
        untimed = true;
    }

    /** Returns whether latencies are recorded. */
    boolean isTimed() {
        return !untimed;
    }

    /**
     * Records a delivery.
     *
     * @return whether the message was new
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

    /** Returns the number of skipped messages that are still missing. */
    public long missing() {
        long all = 0;
        for (BitSet skipped : missing) {
            all += skipped == null ? 0 : skipped.cardinality();
        }
        return all;
    }

    /**
     * Records a message from the history. It counts neither as a duplicate nor as out of order. A later delivery of the
     * same message does not count as a duplicate either, because a client recognizes it by its id.
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

    /** Returns the counts if exactly the kept messages were to be delivered. */
    public Counts counts(KeptMessages kept) {
        long expected = 0;
        long lost = 0;
        for (int sender = 0; sender < highest.length; sender++) {
            BitSet wanted = kept.of(sender);
            expected += wanted.cardinality();
            BitSet received = received(sender);
            BitSet absent = (BitSet) wanted.clone();
            absent.andNot(received);
            lost += absent.cardinality();
        }
        return new Counts(expected, delivered, lost, duplicates, reordered, 0);
    }

    /** Returns the number of received messages that are not kept. */
    public long receivedBeyond(KeptMessages kept) {
        long beyond = 0;
        for (int sender = 0; sender < highest.length; sender++) {
            BitSet received = received(sender);
            received.andNot(kept.of(sender));
            beyond += received.cardinality();
        }
        return beyond;
    }

    private BitSet received(int sender) {
        BitSet received = new BitSet();
        received.set(1, highest[sender] + 1);
        BitSet skipped = missing[sender];
        if (skipped != null) {
            received.andNot(skipped);
        }
        return received;
    }

    /**
     * Returns the counts.
     *
     * @param sent number of messages that each sender has sent
     */
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
