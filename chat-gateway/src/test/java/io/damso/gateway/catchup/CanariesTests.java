package io.damso.gateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.catchup.Canaries.Fate;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.core.AmqpMessageReturnedException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.ReturnedMessage;

class CanariesTests {

    private static final RuntimeException RETURNED = new AmqpMessageReturnedException(
            "returned", new ReturnedMessage(new Message(new byte[0]), 312, "NO_ROUTE", "damso.envelopes", "0"));

    private final List<Integer> sent = new ArrayList<>();
    private final Canaries canaries = new Canaries(new Stub(), Runnable::run);
    private @Nullable RuntimeException failure;

    private final class Stub implements StoredRooms {

        @Override
        public BarrierAnswer barrier(int partition, BarrierQuestion question) {
            assertThat(question.rooms()).isEmpty();
            sent.add(partition);
            if (failure != null) {
                throw failure;
            }
            return new BarrierAnswer(List.of());
        }

        @Override
        public CatchUpAnswer read(CatchUpQuestion question) {
            throw new AssertionError("no query");
        }
    }

    @Test
    void eachPartitionGetsOne() {
        assertThat(canaries.count(Fate.UNKNOWN)).isEqualTo(BrokerTopology.PARTITIONS);
        canaries.send();
        assertThat(sent).containsExactly(0, 1, 2, 3);
        assertThat(canaries.count(Fate.ANSWERED)).isEqualTo(BrokerTopology.PARTITIONS);
    }

    @Test
    void returnedAndUnansweredOnesDiffer() {
        failure = RETURNED;
        canaries.send();
        assertThat(canaries.count(Fate.UNROUTABLE)).isEqualTo(BrokerTopology.PARTITIONS);
        failure = new AmqpTimeoutException("late");
        canaries.send();
        assertThat(canaries.count(Fate.UNANSWERED)).isEqualTo(BrokerTopology.PARTITIONS);
    }

    @Test
    void lostConnectionSaysNothingAboutThePartitions() {
        failure = RETURNED;
        canaries.send();
        failure = new AmqpConnectException(new IllegalStateException("away"));
        canaries.send();
        assertThat(canaries.count(Fate.UNROUTABLE)).isEqualTo(BrokerTopology.PARTITIONS);
    }
}
