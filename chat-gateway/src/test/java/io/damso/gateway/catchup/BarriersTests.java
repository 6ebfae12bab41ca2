package io.damso.gateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.RoomHistory.Waiting;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class BarriersTests {

    private final List<List<String>> published = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Runnable onPublish = () -> {};
    private boolean away;
    private final Barriers barriers = new Barriers(0, new Stub(), tasks::add);

    private final class Stub implements StoredRooms {

        @Override
        public BarrierAnswer barrier(int partition, BarrierQuestion question) {
            published.add(question.rooms().stream().sorted().toList());
            onPublish.run();
            if (away) {
                throw new IllegalStateException("away");
            }
            return new BarrierAnswer(question.rooms().stream()
                    .map(room -> new RoomState(room, 7, Map.of()))
                    .toList());
        }

        @Override
        public CatchUpAnswer read(CatchUpQuestion question) {
            throw new AssertionError("no query");
        }
    }

    private static final class Feed implements Waiting {

        private final RoomId room;
        private final List<String> events = new ArrayList<>();

        private Feed(String room) {
            this.room = new RoomId(room);
        }

        @Override
        public RoomId roomId() {
            return room;
        }

        @Override
        public long barrierLeaves() {
            events.add("leaves");
            return events.size();
        }

        @Override
        public void barrierAnswered(long ticket, RoomState answer) {
            events.add("answered " + ticket + " " + answer.seq());
        }

        @Override
        public void barrierUnanswered(long ticket) {
            events.add("unanswered " + ticket);
        }
    }

    private void runAll() {
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
        }
    }

    @Test
    void oneBarrierServesAllThatAskedBeforeItLeft() {
        Feed first = new Feed("r1");
        Feed second = new Feed("r2");
        barriers.ask(first);
        barriers.ask(second);
        barriers.ask(first);
        runAll();
        assertThat(published).containsExactly(List.of("r1", "r2"));
        assertThat(first.events).containsExactly("leaves", "answered 1 7");
        assertThat(second.events).containsExactly("leaves", "answered 1 7");
    }

    @Test
    void whoAsksWhileOneIsOnItsWaySharesTheNext() { // trap 3
        Feed first = new Feed("r1");
        Feed late = new Feed("r2");
        onPublish = () -> {
            if (published.size() == 1) {
                barriers.ask(first);
                barriers.ask(late);
            }
        };
        barriers.ask(first);
        runAll();
        assertThat(published).containsExactly(List.of("r1"), List.of("r1", "r2"));
        assertThat(first.events).containsExactly("leaves", "answered 1 7", "leaves", "answered 3 7");
    }

    @Test
    void barrierWithoutAnAnswerIsTold() {
        away = true;
        Feed feed = new Feed("r1");
        assertThat(barriers.isAnswering()).isTrue();
        barriers.ask(feed);
        runAll();
        assertThat(feed.events).containsExactly("leaves", "unanswered 1");
        assertThat(barriers.isAnswering()).isFalse();
        away = false;
        barriers.ask(feed);
        runAll();
        assertThat(barriers.isAnswering()).isTrue();
    }

    @Test
    void barrierHasABoundedNumberOfRooms() {
        for (int i = 0; i < BarrierQuestion.MAX_ROOMS + 1; i++) {
            barriers.ask(new Feed("r" + i));
        }
        runAll();
        assertThat(published).extracting(List::size).containsExactly(BarrierQuestion.MAX_ROOMS, 1);
    }
}
