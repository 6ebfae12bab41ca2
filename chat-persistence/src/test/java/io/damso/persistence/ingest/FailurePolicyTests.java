package io.damso.persistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.damso.persistence.Messages;
import io.damso.persistence.store.InMemoryMessageStore;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.ChatMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.dao.DataAccessResourceFailureException;

class FailurePolicyTests {

    private final List<Integer> pauses = new ArrayList<>();
    private final List<ChatMessage> batch = List.of(Messages.message("room", "alice", "a"));

    @Test
    void batchIsTriedUntilTheStoreIsBack() {
        assertThat(policy(3, Integer.MAX_VALUE).storeHolding(batch)).isOne();
        assertThat(pauses).containsExactly(1, 2, 3);
    }

    @Test
    void stopEndsTheWait() {
        assertThatThrownBy(() -> policy(Integer.MAX_VALUE, 2).storeHolding(batch))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pauses).containsExactly(1, 2);
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

    private FailurePolicy policy(int failures, int stopAfter) {
        HoldingBackOff backOff = new HoldingBackOff(Duration.ZERO, Duration.ZERO) {
            @Override
            boolean pause(int attempt) {
                pauses.add(attempt);
                return attempt < stopAfter;
            }
        };
        DeadLetters unused = new DeadLetters(new CachingConnectionFactory(), Duration.ofSeconds(1));
        return new FailurePolicy(new StubbornStore(failures), unused, backOff);
    }

    /** Fails so many times, then works. */
    private static final class StubbornStore implements MessageStore {

        private final MessageStore store = new InMemoryMessageStore();
        private int failures;

        StubbornStore(int failures) {
            this.failures = failures;
        }

        @Override
        public int store(List<ChatMessage> batch) {
            if (failures-- > 0) {
                throw new DataAccessResourceFailureException("away");
            }
            return store.store(batch);
        }

        @Override
        public OptionalLong seqOf(String roomId, String messageId) {
            return store.seqOf(roomId, messageId);
        }

        @Override
        public List<StoredMessage> before(String roomId, long seq, int limit) {
            return store.before(roomId, seq, limit);
        }

        @Override
        public List<StoredMessage> after(String roomId, long seq, int limit) {
            return store.after(roomId, seq, limit);
        }
    }
}
