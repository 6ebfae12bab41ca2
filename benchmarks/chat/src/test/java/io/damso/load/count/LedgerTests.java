package io.damso.load.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LedgerTests {

    private final Ledger ledger = new Ledger(0, 2);

    @Test
    void everyMessageOnceInOrderIsClean() {
        deliver(0, 1, 2, 3);
        deliver(1, 1);
        assertThat(ledger.counts(new int[] {3, 1})).isEqualTo(new Counts(4, 4, 0, 0, 0, 0));
        assertThat(ledger.counts(new int[] {3, 1}).clean()).isTrue();
    }

    @Test
    void lostMessagesAreCountedInTheMiddleAndAtTheEnd() {
        deliver(0, 1, 4, 5);
        assertThat(ledger.counts(new int[] {7, 2})).isEqualTo(new Counts(9, 3, 6, 0, 0, 0));
    }

    @Test
    void doubledMessagesAreCounted() {
        deliver(0, 1, 1, 2, 3, 2);
        assertThat(ledger.counts(new int[] {3, 0})).isEqualTo(new Counts(3, 5, 0, 2, 0, 0));
    }

    @Test
    void lateMessagesAreOutOfOrderAndNotLost() {
        deliver(0, 3, 1, 2, 4);
        assertThat(ledger.counts(new int[] {4, 0})).isEqualTo(new Counts(4, 4, 0, 0, 2, 0));
    }

    @Test
    void aLateMessageThatComesTwiceIsDoubledToo() {
        deliver(0, 2, 1, 1);
        assertThat(ledger.counts(new int[] {2, 0})).isEqualTo(new Counts(2, 3, 0, 1, 1, 0));
    }

    @Test
    void theHistoryClosesGapsAndOnlyThose() {
        deliver(0, 1, 4);
        assertThat(ledger.recover(0, 1)).isFalse();
        assertThat(ledger.recover(0, 2)).isTrue();
        assertThat(ledger.recover(0, 2)).isFalse();
        assertThat(ledger.recover(0, 6)).isTrue();
        assertThat(ledger.counts(new int[] {6, 0})).isEqualTo(new Counts(6, 2, 2, 0, 0, 0));
    }

    @Test
    void onlyKeptMessagesAreExpected() {
        KeptMessages kept = new KeptMessages(1, 0, 2);
        kept.addStored(page(1, 0, 0, 1, 2, 4));
        deliver(0, 1, 2, 2);
        assertThat(ledger.counts(kept)).isEqualTo(new Counts(3, 3, 1, 1, 0, 0));
        assertThat(ledger.receivedBeyond(kept)).isZero();
        deliver(0, 4);
        assertThat(ledger.counts(kept)).isEqualTo(new Counts(3, 4, 0, 1, 0, 0));
        deliver(0, 3);
        assertThat(ledger.counts(kept)).isEqualTo(new Counts(3, 5, 0, 1, 1, 0));
        assertThat(ledger.receivedBeyond(kept)).isEqualTo(1);
    }

    @Test
    void acknowledgedMessagesAreKeptAlsoIfTheyAreNotStored() {
        KeptMessages kept = new KeptMessages(1, 0, 2);
        kept.addStored(page(1, 0, 1, 1));
        kept.addStored(page(2, 0, 1, 2));
        kept.addStored(page(1, 9, 1, 3));
        assertThat(kept.stored()).as("messages of this run and room").isEqualTo(1);
        BitSet acknowledged = new BitSet();
        acknowledged.set(1, 3);
        assertThat(kept.addAcknowledged(1, acknowledged)).isEqualTo(1);
        deliver(1, 1);
        assertThat(ledger.counts(kept)).isEqualTo(new Counts(2, 1, 1, 0, 0, 0));
    }

    private static byte[] page(int run, int room, int sender, int... sequences) {
        return Arrays.stream(sequences)
                .mapToObj(sequence -> "{\"text\":\"" + Payload.text(run, room, sender, sequence, 5, 64) + "\"}")
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void deliver(int sender, int... sequences) {
        for (int sequence : sequences) {
            ledger.record(sender, sequence);
        }
    }
}
