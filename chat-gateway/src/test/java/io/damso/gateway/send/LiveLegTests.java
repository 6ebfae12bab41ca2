package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.RoomId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpConnectException;

class LiveLegTests {

    private final StubBroker broker = new StubBroker();
    private final SerialExecutor thread =
            new SerialExecutor("live-test", new Guard(LoggerFactory.getLogger(LiveLegTests.class), "unexpected"));
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile boolean away;
    private final LiveLeg leg = new LiveLeg(
            () -> {
                if (away) {
                    throw new AmqpConnectException(new IOException("away"));
                }
                return broker.connection;
            },
            thread,
            dropped::addAndGet);

    @AfterEach
    void stop() {
        thread.shutdown();
    }

    private static Outgoing message(String id, int bytes) {
        return new Outgoing(new RoomId("r1"), id, new byte[bytes]);
    }

    private List<String> published() {
        return broker.channels.stream()
                .flatMap(channel -> channel.published.stream())
                .map(properties -> properties.getMessageId())
                .toList();
    }

    @Test
    void messagesAreTransientAndOptionalAndGoToTheirRoom() {
        leg.publish(List.of(message("m1", 10), message("m2", 10)));
        await("both").until(() -> published().size() == 2);
        StubChannel channel = broker.channels.getFirst();
        assertThat(channel.confirming).isFalse();
        assertThat(channel.mandatory).isFalse();
        assertThat(channel.routingKeys).containsExactly("rooms.r1", "rooms.r1");
        assertThat(channel.published).allSatisfy(properties -> {
            assertThat(properties.getDeliveryMode()).isEqualTo(1);
            assertThat(properties.getHeaders()).isNull();
        });
    }

    @Test
    void messagesWaitForTheBrokerInOrder() {
        away = true;
        for (int i = 0; i < 10; i++) {
            leg.publish(List.of(message("m" + i, 10)));
        }
        assertThat(published()).isEmpty();
        away = false;
        await("all").until(() -> published().size() == 10);
        assertThat(published())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "m" + i).toList());
        assertThat(dropped).hasValue(0);
    }

    @Test
    void closedChannelIsReplacedAndNothingIsLeftOut() {
        leg.publish(List.of(message("m1", 10)));
        await("the first").until(() -> published().size() == 1);
        broker.channels.getFirst().close();
        leg.publish(List.of(message("m2", 10)));
        await("the second").until(() -> published().size() == 2);
        assertThat(broker.channels).hasSize(2);
    }

    @Test
    void oldestAreDroppedAndCountedBeyondTheBound() {
        away = true;
        for (int i = 0; i < 20; i++) {
            leg.publish(List.of(message("m" + i, 1 << 20)));
        }
        assertThat(dropped.get()).isBetween(4, 6);
        away = false;
        await("the rest").until(() -> published().size() == 20 - dropped.get());
        assertThat(published().getLast()).isEqualTo("m19");
    }

    @Test
    void endWaitsForWhatIsNotPublished() throws Exception {
        away = true;
        leg.publish(List.of(message("m", 10)));
        long start = System.nanoTime();
        leg.awaitEmpty(start + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(40));
        away = false;
        leg.awaitEmpty(start + TimeUnit.SECONDS.toNanos(30));
        assertThat(published()).containsExactly("m");
    }
}
