package io.damso.reliability.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTests {

    private final Outbox outbox = new Outbox("ann");

    private List<String> taken() {
        return outbox.takeToSend().stream().map(draft -> draft.clientMessageId).toList();
    }

    @Test
    void sendsInOrderAndNotMoreThanEightWithoutAnswer() {
        for (int i = 0; i < 10; i++) {
            outbox.write(i);
        }
        List<Draft> first = outbox.takeToSend();
        assertThat(first)
                .extracting(draft -> draft.clientMessageId)
                .startsWith("ann/1", "ann/2")
                .hasSize(8);
        assertThat(taken()).isEmpty();
        outbox.acknowledged(first.get(3));
        assertThat(taken()).containsExactly("ann/9");
    }

    @Test
    void nextSessionSendsEverythingThatHasNoAnswerInItsOldOrder() {
        for (int i = 0; i < 3; i++) {
            outbox.write(i);
        }
        Draft first = outbox.takeToSend().getFirst();
        outbox.acknowledged(first);
        outbox.sessionEnded();
        assertThat(taken()).containsExactly("ann/2", "ann/3");
        assertThat(outbox.isEmpty()).isFalse();
    }

    @Test
    void refusedMessageIsSentAgainLater() {
        outbox.write(0);
        outbox.sendLater(outbox.takeToSend().getFirst());
        await().until(() -> taken().equals(List.of("ann/1")));
    }
}
