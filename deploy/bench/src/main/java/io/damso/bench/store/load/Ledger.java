package io.damso.bench.store.load;

import java.util.BitSet;

/** Which batches the server has acknowledged; outlives its restarts. Safe for use by many threads. */
public final class Ledger {

    private final BitSet acknowledged = new BitSet();
    private int next;

    /** Creates an empty one. */
    public Ledger() {}

    /** Returns the next batch to insert, or the end if there is none before it. */
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
