package io.damso.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.feed.StoredMessage;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.Copy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that come one after the other to a node that has just started share what is read from the store. */
class SharedReadsTests {

    private static final RoomId ROOM = new RoomId("r1");
    private static final Names NAMES = new Names();

    private final StubHistory history = new StubHistory();
    private final List<RoomSink> sinks = new ArrayList<>();
    private final Rooms rooms = TestRooms.of(
            (roomId, sink) -> {
                sinks.add(sink);
                return () -> {};
            },
            history,
            Duration.ofHours(1),
            Duration.ofHours(1),
            new SimpleMeterRegistry());

    /** Writes the name of the message. */
    private static final class Names implements FrameFormat {

        @Override
        public byte[] encode(RoomMessage message) {
            return (message.origin() + message.number()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] complete(byte[] encoded, byte[] label) {
            return encoded;
        }
    }

    private static final class Member implements RoomListener {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void deliver(byte[] frame) {
            heard.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void deliveryInterrupted(RoomId roomId) {}

        @Override
        public void deliveryResumed(RoomId roomId, Missed missed) {}

        @Override
        public boolean whenReady(Runnable later) {
            return true;
        }

        private void awaitHeard(String... names) {
            await("what was heard").untilAsserted(() -> assertThat(heard).containsExactly(names));
        }
    }

    @AfterEach
    void close() {
        rooms.destroy();
    }

    private Member resume(long stored, Map<String, Long> heard) {
        Member member = new Member();
        RoomSubscription subscription =
                rooms.subscribe(ROOM, NAMES, "", new Join.After(new Position(stored, heard)), member);
        subscription.whenLive().thenAccept(joined -> {
            member.heard.add("joined " + joined.replayed());
            subscription.start();
        });
        return member;
    }

    private void hear(String origin, long number) {
        Previous previous = number == 1 ? new Previous.First(null) : new Previous.At(number - 1);
        sinks.getFirst()
                .message(new RoomMessage(
                        origin, number, new Entry(ROOM, UUID.randomUUID().toString(), previous, new byte[] {'{', '}'
                        })));
    }

    /** Messages "x" with the same number as in the room. */
    private static List<StoredMessage> stored(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> new StoredMessage(
                        UUID.randomUUID().toString(), seq, List.of(new Copy("x", seq)), null, new byte[] {'{', '}'}))
                .toList();
    }

    private StubHistory.Query onlyQuery() {
        List<StubHistory.Query> queries = history.takeQueries();
        assertThat(queries).hasSize(1);
        return queries.getFirst();
    }

    private void answer(StubHistory.Query query) {
        long from = query.question().after();
        long upTo = query.question().upTo();
        query.outcome().accept(new StoredPage(stored(from + 1, upTo), upTo, null));
    }

    @Test
    void oneQueryServesAllThatComeLater() {
        Member first = resume(98, Map.of());
        sinks.getFirst().live();
        history.answerBarrier(100, Map.of("x", 100L));
        StubHistory.Query query = onlyQuery();
        assertThat(query.question().known()).as("nothing is left out").isEmpty();
        answer(query);
        first.awaitHeard("x99", "x100", "joined 2");
        hear("y", 1);
        Member later = resume(95, Map.of("x", 97L));
        later.awaitHeard("x98", "x99", "x100", "y1", "joined 4");
        hear("y", 2);
        later.awaitHeard("x98", "x99", "x100", "y1", "joined 4", "y2");
        first.awaitHeard("x99", "x100", "joined 2", "y1", "y2");
        assertThat(history.barriersAsked()).isZero();
        assertThat(history.takeQueries()).isEmpty();
    }

    @Test
    void whoComesDuringTheQueryIsServedByIt() {
        resume(98, Map.of());
        sinks.getFirst().live();
        history.answerBarrier(100, Map.of("x", 100L));
        StubHistory.Query query = onlyQuery();
        Member second = resume(97, Map.of());
        hear("y", 1);
        history.answerBarrier(101, Map.of("x", 100L, "y", 1L));
        answer(query);
        second.awaitHeard("x98", "x99", "x100", "y1", "joined 4");
        hear("y", 2);
        second.awaitHeard("x98", "x99", "x100", "y1", "joined 4", "y2");
        assertThat(history.takeQueries()).isEmpty();
    }

    /** What is stored by the barrier, and not heard yet, is not in memory: it must not count as replayed. */
    @Test
    void whatIsStillOnItsWayIsDelivered() {
        resume(98, Map.of());
        sinks.getFirst().live();
        history.answerBarrier(100, Map.of("x", 100L));
        StubHistory.Query query = onlyQuery();
        Member second = resume(97, Map.of());
        history.answerBarrier(101, Map.of("x", 100L, "y", 1L));
        answer(query);
        second.awaitHeard("x98", "x99", "x100", "joined 3");
        hear("y", 1);
        second.awaitHeard("x98", "x99", "x100", "joined 3", "y1");
    }

    @Test
    void whoIsFartherBehindReadsAgain() {
        resume(98, Map.of());
        sinks.getFirst().live();
        history.answerBarrier(100, Map.of("x", 100L));
        answer(onlyQuery());
        Member old = resume(20, Map.of());
        history.answerBarrier(100, Map.of("x", 100L));
        answer(onlyQuery());
        await("the outcome").until(() -> old.heard.contains("joined 80"));
        Member last = resume(21, Map.of());
        await("the outcome").until(() -> last.heard.contains("joined 79"));
        assertThat(history.takeQueries()).isEmpty();
    }

    @Test
    void whatDoesNotFitIntoMemoryIsReadWithoutWhatIsKnown() {
        Member member = resume(100, Map.of("x", 298L));
        sinks.getFirst().live();
        history.answerBarrier(300, Map.of("x", 300L));
        StubHistory.Query query = onlyQuery();
        assertThat(query.question().after()).isEqualTo(100);
        assertThat(query.question().known()).isEqualTo(Map.of("x", 298L));
        query.outcome().accept(new StoredPage(stored(299, 300), 300, null));
        member.awaitHeard("x299", "x300", "joined 2");
    }

    @Test
    void whatNobodyMissedMayBeGone() {
        Member member = resume(99, Map.of());
        sinks.getFirst().live();
        history.answerBarrier(100, Map.of("x", 100L));
        onlyQuery().outcome().accept(new StoredPage(List.of(), 67, CatchUpAnswer.POSITION_TOO_OLD));
        StubHistory.Query again = onlyQuery();
        assertThat(again.question().after()).isEqualTo(99);
        answer(again);
        member.awaitHeard("x100", "joined 1");
    }

    @Test
    void nothingIsReadIfNothingWasStoredSince() {
        Member member = resume(100, Map.of());
        sinks.getFirst().live();
        history.answerBarrier(100, Map.of());
        member.awaitHeard("joined 0");
        assertThat(history.takeQueries()).isEmpty();
    }
}
