package io.damso.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.feed.StoredMessage;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.gateway.rooms.position.Hole;
import io.damso.gateway.rooms.position.Position;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.NumberRange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that heard messages over a hole, and resume. Messages are named by their origin and number. */
class ResumeOverHolesTests { // trap 8

    private static final RoomId ROOM = new RoomId("r1");
    private static final Names NAMES = new Names();

    private final StubHistory history = new StubHistory();
    private @Nullable RoomSink sink;
    private final Rooms rooms = TestRooms.of(
            (roomId, opened) -> {
                sink = opened;
                return () -> {};
            },
            history,
            Duration.ofHours(1),
            Duration.ofHours(1),
            new SimpleMeterRegistry());
    private final PositionTokens tokens = new PositionTokens("secret");

    /** Writes the name of the message, whether it is late, and its position. */
    private static final class Names implements FrameFormat {

        @Override
        public byte[] encode(RoomMessage message) {
            return (message.origin() + message.number() + (message.late() ? " late " : " ") + message.position())
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] complete(byte[] encoded, byte[] label) {
            return encoded;
        }
    }

    private final class Member implements RoomListener {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile String token = "";

        @Override
        public void deliver(byte[] frame) {
            String text = new String(frame, StandardCharsets.UTF_8);
            int end = text.lastIndexOf(' ');
            heard.add(text.substring(0, end));
            token = text.substring(end + 1);
        }

        @Override
        public void deliveryInterrupted(RoomId roomId) {}

        @Override
        public void deliveryResumed(RoomId roomId, Missed missed) {}

        @Override
        public boolean whenReady(Runnable later) {
            return true;
        }

        private Position position() throws Exception {
            return tokens.read(ROOM, token);
        }
    }

    @AfterEach
    void close() {
        rooms.destroy();
    }

    private RoomSubscription join(Member member, Join join) {
        RoomSubscription subscription = rooms.subscribe(ROOM, NAMES, "", join, member);
        subscription.whenLive().thenAccept(joined -> {
            member.heard.add("joined " + joined.replayed());
            subscription.start();
        });
        return subscription;
    }

    private RoomSink sink() {
        RoomSink opened = sink;
        if (opened == null) {
            throw new AssertionError("Nobody subscribed");
        }
        return opened;
    }

    private void open(long seq, Map<String, Long> origins) {
        join(new Member(), Join.LIVE);
        sink().live();
        history.answerBarrier(seq, origins);
    }

    private void hear(String origin, long number, long before) {
        Previous previous = before == 0 ? new Previous.First(null) : new Previous.At(before);
        sink().message(new RoomMessage(
                origin, number, new Entry(ROOM, UUID.randomUUID().toString(), previous, new byte[] {'{', '}'})));
    }

    private static StoredMessage stored(long seq, String origin, long number) {
        return new StoredMessage(
                UUID.randomUUID().toString(), seq, List.of(new Copy(origin, number)), null, new byte[] {'{', '}'});
    }

    private StubHistory.Query onlyQuery() {
        List<StubHistory.Query> queries = history.takeQueries();
        assertThat(queries).hasSize(1);
        return queries.getFirst();
    }

    @Test
    void exactlyWhatIsMissingInTheHolesAndWhatCameAfterIsReplayed() throws Exception {
        open(10, Map.of("a", 5L));
        Member member = new Member();
        Position before = new Position(5, Map.of("a", 5L, "b", 2L), List.of(new Hole("a", 2, 4)));
        RoomSubscription subscription = join(member, new Join.After(before));
        history.answerBarrier(11, Map.of("a", 5L, "b", 3L));
        StubHistory.Query query = onlyQuery();
        assertThat(query.question())
                .isEqualTo(CatchUpQuestion.after("r1", 5, 11, Map.of("a", 2L, "b", 2L))
                        .without(Map.of("a", List.of(new NumberRange(4, 5))))
                        .within(1_001, CatchUpQuestion.MAX_BYTES));
        query.outcome()
                .accept(new StoredPage(
                        List.of(
                                stored(6, "c", 1),
                                stored(7, "a", 3),
                                stored(8, "a", 4),
                                stored(9, "a", 5), // as an earlier version of persistence answers
                                stored(11, "b", 3)),
                        11,
                        null));
        await("the outcome").until(() -> subscription.whenLive().isDone());
        assertThat(member.heard).containsExactly("c1 late", "a3 late", "a4 late", "b3", "joined 4");
        assertThat(tokens.read(
                        ROOM, String.valueOf(subscription.whenLive().get().position())))
                .isEqualTo(new Position(11, Map.of("a", 5L, "b", 2L)));
    }

    @Test
    void clientsWithOtherHolesShareOneQuery() {
        open(10, Map.of("a", 9L));
        Member one = new Member();
        Member other = new Member();
        join(one, new Join.After(new Position(5, Map.of("a", 9L), List.of(new Hole("a", 2, 4)))));
        join(other, new Join.After(new Position(6, Map.of("a", 8L), List.of(new Hole("a", 6, 7)))));
        history.answerBarrier(11, Map.of("a", 9L));
        StubHistory.Query query = onlyQuery();
        assertThat(query.question())
                .isEqualTo(CatchUpQuestion.after("r1", 5, 11, Map.of("a", 2L))
                        .without(Map.of("a", List.of(new NumberRange(4, 6), new NumberRange(7, 8))))
                        .within(1_001, CatchUpQuestion.MAX_BYTES));
        query.outcome()
                .accept(new StoredPage(
                        List.of(stored(7, "a", 3), stored(8, "a", 4), stored(9, "a", 7), stored(11, "a", 9)),
                        11,
                        null));
        await("both").until(() -> one.heard.contains("joined 2") && other.heard.contains("joined 2"));
        assertThat(one.heard).containsExactly("a3 late", "a4 late", "joined 2");
        assertThat(other.heard).containsExactly("a7 late", "a9", "joined 2");
    }

    /** Another gateway has lost b2 while persistence is away; this one has it. */
    @Test
    void holesAreFilledFromMemoryWhilePersistenceIsAway() throws Exception {
        open(10, Map.of("a", 5L));
        hear("b", 1, 0);
        hear("a", 6, 5);
        hear("b", 2, 1);
        hear("b", 3, 2);
        hear("b", 4, 3);
        history.answering = false;
        Member member = new Member();
        join(member, new Join.After(new Position(10, Map.of("b", 3L), List.of(new Hole("b", 1, 2)))));
        await("the outcome").until(() -> member.heard.contains("joined 3"));
        assertThat(member.heard).containsExactly("a6 late", "b2 late", "b4", "joined 3");
        assertThat(member.position()).isEqualTo(new Position(10, Map.of("a", 6L, "b", 4L)));
    }

    @Test
    void holesBeforeTheMemoryAreNotFilledFromIt() {
        open(10, Map.of("a", 5L));
        for (int number = 1; number <= 103; number++) {
            hear("b", number, number - 1);
        }
        Join join = new Join.After(new Position(10, Map.of("b", 103L), List.of(new Hole("b", 1, 2))));
        Member member = new Member();
        join(member, join);
        assertThat(member.heard).as("b1 to b3 are gone").isEmpty();
        assertThat(history.barriersAsked()).isEqualTo(1);
    }

    @Test
    void positionOfAMessageOverAHoleIsResumedWithTheMissingOneAlone() throws Exception {
        Member member = new Member();
        join(member, Join.LIVE);
        sink().live();
        history.answerBarrier(10, Map.of("a", 5L));
        history.answering = false;
        sink().interrupted();
        sink().live();
        hear("a", 7, 6);
        hear("a", 8, 7);
        await("both").until(() -> member.heard.contains("a8"));
        Position position = member.position();
        assertThat(position).isEqualTo(new Position(10, Map.of("a", 8L), List.of(new Hole("a", 5, 6))));

        Member late = new Member();
        RoomSubscription begun = join(late, Join.LIVE);
        assertThat(tokens.read(
                        ROOM,
                        String.valueOf(
                                begun.whenLive().get(10, TimeUnit.SECONDS).position())))
                .as("the hole is still to be filled")
                .isEqualTo(position);

        Member again = new Member();
        history.answering = true;
        join(again, new Join.After(position));
        history.answerBarrier(13, Map.of("a", 8L));
        for (StubHistory.Query query : history.takeQueries()) {
            query.outcome()
                    .accept(new StoredPage(
                            List.of(stored(11, "a", 6), stored(12, "a", 7), stored(13, "a", 8)), 13, null));
        }
        await("all").until(() -> again.heard.contains("joined 1") && member.heard.contains("a6 late"));
        assertThat(again.heard).containsExactly("a6 late", "joined 1");
        assertThat(member.heard).containsExactly("joined 0", "a7", "a8", "a6 late");
        assertThat(late.heard).containsExactly("joined 0", "a6 late");
        assertThat(late.position()).isEqualTo(new Position(11, Map.of("a", 8L), List.of(new Hole("a", 5, 6))));
        hear("a", 9, 8);
        await("live").until(() -> again.heard.contains("a9"));
        assertThat(again.position().holes()).isEmpty();
    }
}
