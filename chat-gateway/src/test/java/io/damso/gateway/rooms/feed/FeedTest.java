package io.damso.gateway.rooms.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.RoomState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A feed with recorded effects. */
abstract class FeedTest {

    static final RoomId ROOM = new RoomId("r1");
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    static final FeedLimits LIMITS = new FeedLimits(10, 10_000, 5, 100, SECOND / 4, 3 * SECOND);

    final Stub stub = new Stub();
    final Budget budget = new Budget(100_000);
    final RoomFeedState feed = new RoomFeedState(ROOM, LIMITS, budget, stub);
    long now = 1_000 * SECOND;

    /** Records effects; messages are named by their origin and number. */
    static final class Stub implements FeedEffects {

        final List<String> events = new ArrayList<>();
        final List<@Nullable Position> positions = new ArrayList<>();
        final List<String> late = new ArrayList<>();

        @Nullable
        CatchUpQuestion question;

        long fill;
        int barriers;
        boolean answering = true;
        boolean subscribed = true;

        @Override
        public void askBarrier() {
            barriers++;
        }

        @Override
        public boolean isPersistenceAnswering() {
            return answering;
        }

        @Override
        public void askCatchUp(long number, CatchUpQuestion asked) {
            fill = number;
            question = asked;
        }

        @Override
        public void deliver(RoomMessage message, @Nullable Position position) {
            events.add(message.origin() + message.number());
            positions.add(position);
            if (message.late()) {
                late.add(message.origin() + message.number());
            }
        }

        @Override
        public boolean hasSubscribers() {
            return subscribed;
        }

        @Override
        public void opened() {
            events.add("opened");
        }

        @Override
        public void interrupted() {
            events.add("interrupted");
        }

        @Override
        public void resumed(Missed missed) {
            events.add(
                    switch (missed) {
                        case DELIVERED -> "resumed";
                        case FOLLOWS -> "resumed, rest follows";
                        case SKIPPED -> "resumed, incomplete";
                    });
        }

        @Override
        public void repeated() {
            events.add("repeat");
        }

        @Override
        public void missedUnnoticed() {}

        @Override
        public void gap() {}

        /** Returns what was recorded since the last call. */
        List<String> taken() {
            List<String> taken = List.copyOf(events);
            events.clear();
            return taken;
        }
    }

    static Previous previous(long number) {
        return number == 0 ? new Previous.First(null) : new Previous.At(number);
    }

    static RoomMessage message(String origin, long number, Previous previous) {
        return message(UUID.randomUUID().toString(), origin, number, previous);
    }

    static RoomMessage message(String id, String origin, long number, Previous previous) {
        return new RoomMessage(origin, number, new Entry(ROOM, id, previous, new byte[] {'{', '}'}));
    }

    void hear(String origin, long number, long before) {
        feed.message(message(origin, number, previous(before)));
    }

    static RoomState stored(long seq, Map<String, Long> origins) {
        return new RoomState("r1", seq, origins);
    }

    void pass(long seq, Map<String, Long> origins) {
        feed.barrierAnswered(feed.barrierLeaves(), stored(seq, origins), now);
    }

    static StoredMessage message(long seq, Copy... copies) {
        return new StoredMessage(UUID.randomUUID().toString(), seq, List.of(copies), null, new byte[] {'{', '}'});
    }

    void fill(long end, StoredMessage... messages) {
        feed.caughtUp(stub.fill, new StoredPage(List.of(messages), end, null), now);
    }

    void open(long seq, Map<String, Long> origins) {
        feed.relayLive(now);
        pass(seq, origins);
        assertThat(feed.isLive()).isTrue();
        stub.taken();
    }

    /** As a client that joins; null if memory does not serve it. */
    @Nullable
    List<Replay> afterOf(Position client) {
        return feed.missed(client);
    }
}
