package io.damso.load.count;

import static org.assertj.core.api.Assertions.assertThat;

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

    private void deliver(int sender, int... sequences) {
        for (int sequence : sequences) {
            ledger.record(sender, sequence);
        }
    }
}
