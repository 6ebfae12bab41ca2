package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.Guard;
import io.damso.gateway.SerialExecutor;
import io.damso.protocol.RoomId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private long age;
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

    /** An envelope of one message in each of the rooms; the text is what is published. */
    private SentEnvelope kept(String text, int bytes, String... rooms) {
        SentEnvelope envelope = new SentEnvelope(
                Stream.of(rooms)
                        .map(room -> new Outgoing(new RoomId(room), "id", new byte[0]))
                        .toList(),
                settled -> {});
        byte[] body = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), Math.max(bytes, text.length()));
        envelope.write(body, System.nanoTime() - age);
        return envelope;
    }

    private List<String> published() {
        return broker.channels.stream()
                .flatMap(channel -> channel.bodies.stream())
                .map(body -> new String(body, StandardCharsets.UTF_8).replace("\0", ""))
                .toList();
    }

    @Test
    void envelopeIsTransientAndOptionalAndGoesToItsRooms() {
        leg.publish(kept("e1", 0, "r1"));
        leg.publish(kept("e2", 0, "r1", "r2", "r1", "r3"));
        await("both").until(() -> published().size() == 2);
        StubChannel channel = broker.channels.getFirst();
        assertThat(channel.confirming).isFalse();
        assertThat(channel.mandatory).isFalse();
        assertThat(channel.exchanges).containsOnly("damso.live");
        assertThat(channel.routingKeys).containsExactly("rooms.r1", "rooms.r1");
        assertThat(channel.published)
                .allSatisfy(
                        properties -> assertThat(properties.getDeliveryMode()).isEqualTo(1));
        assertThat(channel.published.get(0).getHeaders()).isNull();
        assertThat(channel.published.get(1).getHeaders())
                .containsExactly(Map.entry("CC", List.of("rooms.r2", "rooms.r3")));
    }

    @Test
    void messagesWaitForTheBrokerInOrder() {
        away = true;
        for (int i = 0; i < 10; i++) {
            leg.publish(kept("m" + i, 10, "r1"));
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
        leg.publish(kept("m1", 10, "r1"));
        await("the first").until(() -> published().size() == 1);
        broker.channels.getFirst().close();
        leg.publish(kept("m2", 10, "r1"));
        await("the second").until(() -> published().size() == 2);
        assertThat(broker.channels).hasSize(2);
    }

    /** The confirm of a paused gateway waits for it; what is named as stored meanwhile must not come afterwards. */
    @Test
    void whatWasPublishedTooLongAgoIsNotDeliveredWhenItsConfirmIsRead() {
        age = TimeUnit.SECONDS.toNanos(31);
        leg.publish(kept("old", 10, "r1"));
        age = TimeUnit.SECONDS.toNanos(20);
        leg.publish(kept("young", 10, "r1"));
        await("the young one").until(() -> !published().isEmpty());
        assertThat(published()).containsExactly("young");
        assertThat(dropped).hasValue(1);
    }

    @Test
    void oldestAreDroppedAndCountedBeyondTheBound() {
        away = true;
        for (int i = 0; i < 20; i++) {
            leg.publish(kept("m" + i, 1 << 20, "r1"));
        }
        assertThat(dropped.get()).isBetween(4, 6);
        away = false;
        await("the rest").until(() -> published().size() == 20 - dropped.get());
        assertThat(published().getLast()).isEqualTo("m19");
    }

    @Test
    void endWaitsForWhatIsNotPublished() throws Exception {
        away = true;
        leg.publish(kept("m", 10, "r1"));
        long start = System.nanoTime();
        leg.awaitEmpty(start + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(40));
        away = false;
        leg.awaitEmpty(start + TimeUnit.SECONDS.toNanos(30));
        assertThat(published()).containsExactly("m");
    }
}
