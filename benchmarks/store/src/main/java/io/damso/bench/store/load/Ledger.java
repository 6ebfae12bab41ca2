package io.damso.bench.store.load;

import java.util.BitSet;

/** The batches that the server has acknowledged. One ledger is used for several starts of a server. Thread-safe. */
public final class Ledger {

    private final BitSet acknowledged = new BitSet();
    private int next;

    /** Creates an empty ledger. */
    public Ledger() {}

    /** Returns the number of the next batch to insert, or {@code end} if all batches before it were returned. */
    synchronized int nextBefore(int end) {
        return next < end ? next++ : end;
    }

    synchronized void acknowledge(int batch) {
        acknowledged.set(batch);
    }

    /** Returns the number of acknowledged documents. */
    public synchronized long documents() {
        return (long) acknowledged.cardinality() * Messages.BATCH;
    }

    synchronized int[] batches() {
        return acknowledged.stream().toArray();
    }
}
