package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingConfirmsTests {

    private final PendingConfirms confirms = new PendingConfirms();
    private final CompletableFuture<Void> first = confirms.add(1, "a");
    private final CompletableFuture<Void> second = confirms.add(2, "b");
    private final CompletableFuture<Void> third = confirms.add(3, "c");

    @Test
    void singleAckConfirmsOneMessage() {
        confirms.ack(2, false);
        assertThat(first).isNotDone();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
    }

    @Test
    void multipleAckConfirmsEverythingUpToIt() {
        confirms.ack(2, true);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
    }

    @Test
    void nackFailsWhatItNames() {
        confirms.nack(2, true);
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(third).isNotDone();
    }

    @Test
    void returnedMessageFailsAlthoughItsAckFollows() {
        confirms.returned("b");
        confirms.ack(3, true);
        assertThat(first).isCompleted();
        assertThat(second).isCompletedExceptionally();
        assertThat(third).isCompleted();
    }

    @Test
    void lostChannelFailsWhatWaits() {
        confirms.ack(1, false);
        confirms.failAll();
        assertThat(first).isCompleted();
        assertThat(second).isCompletedExceptionally();
        assertThat(third).isCompletedExceptionally();
    }
}
