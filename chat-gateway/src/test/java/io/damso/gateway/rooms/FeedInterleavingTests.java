package io.damso.gateway.rooms;

import io.damso.gateway.TwoThreads;
import io.damso.gateway.rooms.feed.Budget;
import io.damso.gateway.rooms.feed.FeedLimits;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.gateway.rooms.position.Position;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Threads that use the feed of one room, in many orders of their steps. */
class FeedInterleavingTests {

    private static final int ORDERS = 40;
    private static final RoomId ROOM = new RoomId("r1");
    private static final String ORIGIN = "a";
    private static final FeedLimits LIMITS = new FeedLimits(10, 10_000, 5, 100, 1_000, 1_000);
    private static final ResumeProperties RESUME = new ResumeProperties(100, Duration.ofHours(1));
    private static final FeedCounters COUNTERS = FeedCounters.of(new SimpleMeterRegistry());
    private static final PositionTokens TOKENS = new PositionTokens("secret");

    /** Nothing is stored, and nobody asks twice. */
    private static final class EmptyHistory implements RoomHistory {

        @Override
        public void askBarrier(Waiting feed) {}

        @Override
        public boolean isAnswering(RoomId roomId) {
            return true;
        }

        @Override
        public void read(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome) {}
    }

    /** The frame is the number of the message. */
    private static final class Numbers implements FrameFormat {

        @Override
        public byte[] encode(RoomMessage message) {
            return new byte[] {(byte) message.number()};
        }

        @Override
        public byte[] complete(byte[] encoded, byte[] label) {
            return encoded;
        }
    }

    private static final Groups.Label LABEL = new Groups.Label(new Numbers(), "");

    /** What one client hears, and whether it was told that it is live. */
    private static final class Client implements RoomListener {

        private final List<Integer> heard = new ArrayList<>();

        @Override
        public void deliver(byte[] frame) {
            heard.add((int) frame[0]);
        }

        @Override
        public void deliveryInterrupted(RoomId roomId) {}

        @Override
        public void deliveryResumed(RoomId roomId, Missed missed) {}

        @Override
        public boolean whenReady(Runnable task) {
            return true;
        }

        /** Returns whether the client has the last messages, each once and in order: some, all or none. */
        private boolean heardTheLast(int atLeast, int last) {
            for (int i = 0; i < heard.size(); i++) {
                if (heard.get(i) != last - heard.size() + 1 + i) {
                    return false;
                }
            }
            return heard.size() >= atLeast;
        }
    }

    /** Returns a live feed to which nothing was published. */
    private static Feed open() {
        Feed feed = new Feed(
                ROOM,
                new FeedContext(
                        (room, sink) -> () -> {},
                        new EmptyHistory(),
                        TOKENS,
                        LIMITS,
                        new Budget(100_000),
                        Runnable::run,
                        RESUME,
                        InstantSource.system(),
                        () -> 0,
                        COUNTERS));
        feed.live();
        feed.barrierAnswered(feed.barrierLeaves(), new RoomState(ROOM.value(), 0, Map.of()));
        return feed;
    }

    private static void publish(Feed feed, int number) {
        Previous previous = number == 1 ? new Previous.First(null) : new Previous.At(number - 1);
        feed.message(new RoomMessage(ORIGIN, number, new Entry(ROOM, "m" + number, previous, new byte[] {'{', '}'})));
    }

    private static void subscribe(Feed feed, Join join, Client client) {
        RoomSubscription subscription = feed.add(LABEL, join, client);
        require(subscription != null);
        subscription.whenLive().thenRun(subscription::start);
    }

    /** Instead of AssertJ, whose own methods Lincheck would run step by step. */
    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("A message is missing, doubled, out of order, or comes after the end");
        }
    }

    @Test
    void subscriptionHearsEachMessageThatFollowsItOnceAndInOrder() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Feed feed = open();
            Client client = new Client();
            TwoThreads.run(() -> subscribe(feed, Join.LIVE, client), () -> {
                publish(feed, 1);
                publish(feed, 2);
            });
            publish(feed, 3);
            require(client.heardTheLast(1, 3));
        });
    }

    @Test
    void subscriptionThatResumesHearsWhatFollowsItsPosition() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Feed feed = open();
            publish(feed, 1);
            publish(feed, 2);
            Client client = new Client();
            Join after = new Join.After(new Position(0, Map.of(ORIGIN, 1L)));
            TwoThreads.run(() -> subscribe(feed, after, client), () -> publish(feed, 3));
            publish(feed, 4);
            require(client.heard.size() == 3 && client.heardTheLast(3, 4));
        });
    }

    @Test
    void nothingIsDeliveredAfterTheEndOfASubscription() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Feed feed = open();
            Client client = new Client();
            RoomSubscription subscription = feed.add(LABEL, Join.LIVE, client);
            require(subscription != null);
            subscription.start();
            int[] heard = {-1};
            TwoThreads.run(
                    () -> {
                        subscription.cancel();
                        heard[0] = client.heard.size();
                    },
                    () -> publish(feed, 1));
            publish(feed, 2);
            require(client.heard.size() == heard[0]);
        });
    }

    @Test
    void messagesOfTwoThreadsAreHeardOnce() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Feed feed = open();
            Client client = new Client();
            subscribe(feed, Join.LIVE, client);
            // The same message on two paths, as when a queue is subscribed again.
            TwoThreads.run(() -> publish(feed, 1), () -> publish(feed, 1));
            publish(feed, 2);
            require(client.heard.size() == 2 && client.heardTheLast(2, 2));
        });
    }
}
