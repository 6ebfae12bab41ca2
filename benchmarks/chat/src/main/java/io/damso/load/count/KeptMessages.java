package io.damso.load.count;

import java.util.BitSet;

/**
 * The messages of one room that a server keeps, by sender: those in its history, and those that it has acknowledged. So
 * deliveries can be counted if it is not known which messages have reached the server. Not thread-safe.
 */
public final class KeptMessages {

    private final int run;
    private final int room;
    private final BitSet[] kept;
    private final PayloadReader payload = new PayloadReader();
    private long stored;

    /** Creates an empty list for one room of a run. Senders are numbered from 0. */
    public KeptMessages(int run, int room, int senders) {
        this.run = run;
        this.room = room;
        this.kept = new BitSet[senders];
        for (int sender = 0; sender < senders; sender++) {
            kept[sender] = new BitSet();
        }
    }

    /** Adds the messages of a page of the history. */
    public void addStored(byte[] page) {
        int at = 0;
        while (payload.find(page, at, page.length)) {
            at = payload.end();
            if (payload.run() == run && payload.room() == room && payload.sender() < kept.length) {
                kept[payload.sender()].set(payload.sequence());
                stored++;
            }
        }
    }

    /**
     * Adds acknowledged messages of a sender.
     *
     * @return number of those that are not stored. Meaningful after all pages were added
     */
    public int addAcknowledged(int sender, BitSet sequences) {
        BitSet absent = (BitSet) sequences.clone();
        absent.andNot(kept[sender]);
        kept[sender].or(sequences);
        return absent.cardinality();
    }

    /** Returns the number of messages in the pages. */
    public long stored() {
        return stored;
    }

    /** Returns the sequence numbers of a sender's messages. Must not be changed. */
    BitSet of(int sender) {
        return kept[sender];
    }
}
