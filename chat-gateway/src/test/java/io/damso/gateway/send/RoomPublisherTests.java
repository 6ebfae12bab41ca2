package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.RefusedException;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class RoomPublisherTests {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final StubBroker broker = new StubBroker();
    private final StubBroker liveBroker = new StubBroker();
    private @Nullable RoomPublisher publisher;

    @AfterEach
    void stop() throws Exception {
        if (publisher != null) {
            publisher.destroy();
        }
    }

    private RoomPublisher start(int maxUnconfirmed, Duration timeout) {
        RoomPublisher started = new RoomPublisher(
                new SendProperties(DataSize.ofKilobytes(4), timeout, maxUnconfirmed, Duration.ZERO, Duration.ZERO),
                new PublishingConnections(broker.connections, liveBroker.connections),
                new JsonMapper(),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        publisher = started;
        return started;
    }

    private static CompletableFuture<Void> publish(RoomPublisher publisher, String room) {
        return publisher.publish(
                new RoomId(room),
                () -> new ChatMessage("m", room, "alice", ChatMessage.TYPE_CHAT, "hi", Instant.EPOCH, "m"));
    }

    private StubChannel channel() {
        await("a channel").until(() -> !broker.channels.isEmpty());
        return broker.channels.getFirst();
    }

    private StubChannel awaitPublished(int envelopes) {
        await(envelopes + " envelopes").until(() -> channel().bodies.size() == envelopes);
        return channel();
    }

    @Test
    void roomAlwaysUsesTheSamePartition() throws Exception {
        RoomPublisher started = start(1_000, LONG);
        for (int i = 0; i < 100; i++) {
            publish(started, "r" + i);
        }
        Map<String, Set<String>> roomsByKey = new HashMap<>();
        await("all messages").until(() -> {
            roomsByKey.clear();
            for (StubChannel channel : broker.channels) {
                for (int i = 0; i < channel.bodies.size(); i++) {
                    Set<String> rooms = roomsByKey.computeIfAbsent(channel.routingKeys.get(i), key -> new HashSet<>());
                    EnvelopeCodec.read(channel.bodies.get(i))
                            .entries()
                            .forEach(entry -> rooms.add(entry.roomId().value()));
                }
            }
            for (StubChannel channel : broker.channels) {
                channel.ack(channel.bodies.size(), true);
            }
            return roomsByKey.values().stream().mapToInt(Set::size).sum() == 100;
        });
        assertThat(roomsByKey).hasSize(BrokerTopology.PARTITIONS);
        roomsByKey.forEach((key, rooms) -> assertThat(rooms)
                .allMatch(room -> key.equals(Integer.toString(BrokerTopology.partition(new RoomId(room))))));
    }

    @Test
    void onlyAConfirmedMessageIsDelivered() throws Exception {
        RoomPublisher started = start(10, LONG);
        CompletableFuture<Void> refused = publish(started, "r");
        awaitPublished(1).nack(1);
        await("the refusal").until(refused::isDone);
        publish(started, "r");
        awaitPublished(2);
        assertThat(liveBroker.channels).isEmpty();
        channel().ack(2, false);
        await("the delivery")
                .until(() -> !liveBroker.channels.isEmpty()
                        && !liveBroker.channels.getFirst().published.isEmpty());
        assertThat(liveBroker.channels.getFirst().routingKeys).containsExactly("rooms.r");
    }

    @Test
    void confirmIsAnsweredOnItsOwnThread() throws Exception {
        CompletableFuture<String> thread = publish(start(10, LONG), "r")
                .thenApply(confirmed -> Thread.currentThread().getName());
        awaitPublished(1).ack(1, false);
        assertThat(thread.get(30, TimeUnit.SECONDS)).isEqualTo("send-answers");
    }

    @Test
    void moreThanMayBeUnconfirmedAreRefusedUntilOneIsConfirmed() throws Exception {
        RoomPublisher started = start(2, LONG);
        CompletableFuture<Void> first = publish(started, "r");
        awaitPublished(1);
        publish(started, "r");
        CompletableFuture<Void> refused = publish(started, "r");
        assertThat(refused.exceptionNow()).isInstanceOf(RefusedException.class);
        channel().ack(1, false);
        first.get(30, TimeUnit.SECONDS);
        assertThat(publish(started, "r")).isNotDone();
    }

    @Test
    void blockedBrokerGetsNothingUntilItTakesMessagesAgain() throws Exception {
        RoomPublisher started = start(10, LONG);
        publish(started, "r");
        awaitPublished(1);
        broker.block(true);
        assertThat(publish(started, "r")).isCompletedExceptionally();
        assertThat(channel().published).hasSize(1);
        broker.block(false);
        assertThat(publish(started, "r")).isNotDone();
    }

    @Test
    void messageWithoutAConfirmTimesOutOnTheAnswersThreadAndFreesItsPlace() {
        RoomPublisher started = start(1, SHORT);
        AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
        AtomicReference<String> thread = new AtomicReference<>("");
        publish(started, "r").whenComplete((confirmed, failure) -> {
            thread.set(Thread.currentThread().getName());
            cause.set(failure);
        });
        await("the timeout").until(() -> cause.get() != null);
        assertThat(cause.get()).isInstanceOf(TimeoutException.class);
        assertThat(thread).hasValue("send-answers");
        await("a free place").until(() -> !publish(started, "r").isDone());
    }

    @Test
    void answerToATimeoutThatBlocksDoesNotBlockTheDelayThread() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch answering = new CountDownLatch(1);
        publish(start(10, SHORT), "r").whenComplete((confirmed, failure) -> {
            answering.countDown();
            awaitLatch(blocked);
        });
        try {
            assertThat(answering.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<String> other =
                    new CompletableFuture<String>().completeOnTimeout("in time", 1, TimeUnit.MILLISECONDS);
            assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo("in time");
        } finally {
            blocked.countDown();
        }
    }

    @Test
    void connectsWithoutBeingAskedAndAgainAfterAnyFailure() {
        broker.failure = new StackOverflowError();
        RoomPublisher started = start(10, LONG);
        await("a failed attempt").until(() -> broker.attempts.get() > 0);
        assertThat(started.isConnected()).isFalse();
        broker.failure = null;
        await("the connection").until(started::isConnected);
        broker.open = false;
        assertThat(started.isConnected()).isFalse();
    }

    @Test
    void unreachableBrokerIsNotTriedByEveryMessage() {
        broker.refuseConnections();
        RoomPublisher started = start(10, LONG);
        await("a failed attempt").until(() -> broker.attempts.get() > 0);
        int before = broker.attempts.get();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(publish(started, "r")::join).hasCauseInstanceOf(RefusedException.class);
        }
        assertThat(broker.attempts.get()).isLessThan(before + 10);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
