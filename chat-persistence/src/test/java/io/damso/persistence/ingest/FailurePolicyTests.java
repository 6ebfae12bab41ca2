package io.damso.persistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.persistence.Messages;
import io.damso.persistence.store.Arrival;
import io.damso.persistence.store.RejectingStore;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.ChatMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpIllegalStateException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.dao.DataAccessResourceFailureException;

class FailurePolicyTests {

    private static final String ROOM = "room";

    private final List<Integer> pauses = new ArrayList<>();
    private final List<RejectedDelivery> refused = new ArrayList<>();
    private final List<String> letters = new ArrayList<>();
    private int failures;
    private int unconfirmed;
    private int stopAfter = Integer.MAX_VALUE;

    @Test
    void batchIsTriedUntilTheStoreIsBack() {
        failures = 3;
        RejectingStore store =
                new RejectingStore(message -> failing(() -> new DataAccessResourceFailureException("away")));
        assertThat(policy(store).storeHolding(batch(2), refused).fresh()).isEqualTo(2);
        assertThat(pauses).containsExactly(1, 2, 3);
        assertThat(store.batches()).containsExactly(2, 2, 2, 2);
        assertThat(refused).isEmpty();
    }

    private @Nullable Throwable failing(Supplier<Throwable> failure) {
        return failures-- > 0 ? failure.get() : null;
    }

    @Test
    void stopEndsTheWait() {
        stopAfter = 2;
        RejectingStore store = new RejectingStore(message -> new DataAccessResourceFailureException("away"));
        assertThatThrownBy(() -> policy(store).storeHolding(batch(1), refused))
                .isInstanceOf(AmqpIllegalStateException.class);
        assertThat(pauses).containsExactly(1, 2);
    }

    @Test
    void refusedMessagesAreFoundAndTheOthersAreStoredInOrder() {
        RejectingStore store = new RejectingStore(
                message -> message.text().equals("37") || message.text().equals("80")
                        ? new IllegalArgumentException("long overflow")
                        : null);
        List<Delivery> batch = batch(100);
        assertThat(policy(store).storeHolding(batch, refused).fresh()).isEqualTo(98);
        assertThat(refused)
                .extracting(RejectedDelivery::message)
                .containsExactly(
                        batch.get(37).alone().get(), batch.get(80).alone().get());
        assertThat(refused)
                .extracting(RejectedDelivery::reason)
                .containsOnly("refused by the store: java.lang.IllegalArgumentException: long overflow");
        assertThat(store.after(ROOM, 0, 200))
                .extracting(StoredMessage::text)
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .filter(i -> i != 37 && i != 80)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(store.batches()).hasSizeLessThan(40);
    }

    @Test
    void errorOfOneDocumentAffectsOnlyThisDocument() {
        RejectingStore store =
                new RejectingStore(message -> message.text().equals("1") ? new StackOverflowError() : null);
        assertThat(policy(store).storeHolding(batch(3), refused).fresh()).isEqualTo(2);
        assertThat(refused).hasSize(1);
    }

    @Test
    void messageThatFailsOnceIsStored() {
        failures = 1;
        RejectingStore store = new RejectingStore(message -> failing(() -> new IllegalArgumentException("by chance")));
        assertThat(policy(store).storeHolding(batch(1), refused).fresh()).isOne();
        assertThat(refused).isEmpty();
    }

    @Test
    void noDeadLetterIsPublishedWhileTheStoreAcceptsNoWrites() {
        RejectingStore store = new RejectingStore(message -> new IllegalArgumentException("an unknown error"));
        store.writable(false);
        stopAfter = 20;
        assertThatThrownBy(() -> policy(store).storeHolding(batch(3), refused))
                .isInstanceOf(AmqpIllegalStateException.class);
        assertThat(refused).isEmpty();
    }

    @Test
    void deadLetterIsPublishedUntilItIsConfirmed() {
        unconfirmed = 3;
        Delivery delivery = batch(1).getFirst();
        policy(new RejectingStore(message -> null)).deadLetter(delivery.alone().get(), "why");
        assertThat(letters).containsExactly("why", "why", "why", "why");
        assertThat(pauses).containsExactly(1, 2, 3);
    }

    @Test
    void stopLeavesADeadLetterThatIsNotConfirmedInItsQueue() {
        unconfirmed = Integer.MAX_VALUE;
        stopAfter = 2;
        Delivery delivery = batch(1).getFirst();
        assertThatThrownBy(() -> policy(new RejectingStore(message -> null))
                        .deadLetter(delivery.alone().get(), "why"))
                .isInstanceOf(AmqpIllegalStateException.class);
    }

    @Test
    void pausesDoubleUpToTheLongestAndEndWithAStop() {
        HoldingBackOff backOff = new HoldingBackOff(Duration.ofMillis(1), Duration.ofMillis(2));
        assertThat(backOff.pause(1)).isTrue();
        assertThat(backOff.pause(60)).isTrue();
        backOff.stop();
        assertThat(backOff.pause(1)).isFalse();
        backOff.start();
        assertThat(backOff.pause(1)).isTrue();
    }

    private static List<Delivery> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> {
                    ChatMessage message = Messages.message(ROOM, "alice", Integer.toString(i));
                    Message delivered = new Message(new byte[] {(byte) i});
                    return new Delivery(new Arrival(message, null), () -> delivered);
                })
                .toList();
    }

    private FailurePolicy policy(RejectingStore store) {
        HoldingBackOff backOff = new HoldingBackOff(Duration.ZERO, Duration.ZERO) {
            @Override
            boolean pause(int attempt) {
                pauses.add(attempt);
                return pauses.size() < stopAfter;
            }
        };
        DeadLetters recording = new DeadLetters(new CachingConnectionFactory(), Duration.ofSeconds(1)) {
            @Override
            boolean deadLetter(Message message, String reason) {
                letters.add(reason);
                return unconfirmed-- <= 0;
            }
        };
        return new FailurePolicy(store, recording, backOff);
    }
}
