package io.damso.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.rooms.feed.StoredMessage;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.gateway.rooms.position.Position;
import io.damso.gateway.rooms.position.PositionTokens;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.Copy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions that begin with what was missed. Messages are named by their origin and number. */
class JoinTests {

    private static final RoomId ROOM = new RoomId("r1");

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
    private final PositionTokens tokens = new PositionTokens("secret");
    private final Member first = new Member();

    /** Writes the name of the message and its position. */
    private static final class Names implements FrameFormat {

        @Override
        public byte[] encode(RoomMessage message) {
            return (message.origin() + message.number() + " " + message.position()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] complete(byte[] encoded, byte[] label) {
            return encoded;
        }
    }

    private static final Names NAMES = new Names();

    private static final class Member implements RoomListener {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<String> positions = new CopyOnWriteArrayList<>();
        private volatile boolean ready = true;
        private volatile @Nullable Runnable task;

        @Override
        public void deliver(byte[] frame) {
            String[] parts = new String(frame, StandardCharsets.UTF_8).split(" ", -1);
            heard.add(parts[0]);
            positions.add(parts[1]);
        }

        @Override
        public void deliveryInterrupted(RoomId roomId) {
            heard.add("interrupted");
        }

        @Override
        public void deliveryResumed(RoomId roomId, Missed missed) {
            heard.add("resumed");
        }

        @Override
        public boolean whenReady(Runnable later) {
            task = later;
            return ready;
        }
    }

    @BeforeEach
    void open() {
        RoomSubscription subscription = join(first, Join.LIVE);
        sinks.getFirst().live();
        history.answerBarrier(10, Map.of("a", 5L));
        assertThat(subscription.whenLive()).isCompleted();
    }

    @AfterEach
    void close() {
        rooms.destroy();
    }

    private RoomSubscription join(Member member, Join join) {
        RoomSubscription subscription = rooms.subscribe(ROOM, NAMES, "", join, member);
        subscription.whenLive().thenAccept(joined -> {
            member.heard.add("joined " + joined.replayed()
                    + (joined.failure() == null ? "" : " " + joined.failure().slug()));
            subscription.start();
        });
        return subscription;
    }

    private void hear(String origin, long number) {
        Previous previous = number == 1 ? new Previous.First(null) : new Previous.At(number - 1);
        sinks.getFirst()
                .message(new RoomMessage(
                        origin, number, new Entry(ROOM, UUID.randomUUID().toString(), previous, new byte[] {'{', '}'
                        })));
    }

    private static StoredMessage stored(long seq, String origin, long number) {
        return new StoredMessage(
                UUID.randomUUID().toString(), seq, List.of(new Copy(origin, number)), null, new byte[] {'{', '}'});
    }

    private static void awaitHeard(Member member, String... heard) {
        await("what was heard").untilAsserted(() -> assertThat(member.heard).containsExactly(heard));
    }

    @Test
    void receiptHasThePositionAndEachMessageTheSameForAll() throws Exception {
        RoomSubscription late = join(new Member(), Join.LIVE);
        assertThat(tokens.read(ROOM, String.valueOf(late.whenLive().get().position())))
                .isEqualTo(new Position(10, Map.of()));
        Member second = new Member();
        join(second, Join.LIVE);
        hear("a", 6);
        assertThat(tokens.read(ROOM, first.positions.getLast())).isEqualTo(new Position(10, Map.of("a", 6L)));
        assertThat(second.positions).isEqualTo(first.positions);
    }

    @Test
    void whatTheRingHoldsNeedsNoStore() {
        hear("a", 6);
        hear("b", 1);
        Member member = new Member();
        join(member, new Join.After(new Position(10, Map.of("b", 1L))));
        awaitHeard(member, "a6", "joined 1");
        hear("b", 2);
        awaitHeard(member, "a6", "joined 1", "b2");
        assertThat(history.barriersAsked()).isZero();
        Member newest = new Member();
        join(newest, new Join.Newest(2));
        awaitHeard(newest, "b1", "b2", "joined 2");
    }

    @Test
    void oneBarrierAndOneQueryServeAllThatWait() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            members.add(new Member());
            join(members.get(i), new Join.After(new Position(7 + i % 2, Map.of("a", 4L))));
        }
        assertThat(history.barriersAsked()).isEqualTo(1);
        history.answerBarrier(10, Map.of("a", 5L));
        List<StubHistory.Query> queries = history.takeQueries();
        assertThat(queries).hasSize(1);
        assertThat(queries.getFirst().question().after()).isLessThanOrEqualTo(7);
        queries.getFirst()
                .outcome()
                .accept(new StoredPage(List.of(stored(8, "x", 1), stored(9, "a", 4), stored(10, "a", 5)), 10, null));
        for (int i = 0; i < 5; i++) {
            if (i % 2 == 0) {
                awaitHeard(members.get(i), "x1", "a5", "joined 2");
            } else {
                awaitHeard(members.get(i), "a5", "joined 1");
            }
        }
    }

    /** What is stored and not heard yet is replayed, and does not come again when it is heard. */
    @Test
    void messagesThatComeMeanwhileAreNeitherMissedNorDoubled() throws Exception {
        Member member = new Member();
        RoomSubscription subscription = join(member, new Join.After(new Position(8, Map.of())));
        hear("a", 6);
        history.answerBarrier(13, Map.of("a", 6L, "b", 2L));
        hear("b", 1);
        hear("a", 7);
        history.takeQueries()
                .getFirst()
                .outcome()
                .accept(new StoredPage(
                        List.of(
                                stored(9, "x", 1),
                                stored(10, "a", 5),
                                stored(11, "a", 6),
                                stored(12, "b", 1),
                                stored(13, "b", 2)),
                        13,
                        null));
        awaitHeard(member, "x1", "a5", "a6", "b1", "b2", "a7", "joined 5");
        hear("b", 2);
        hear("b", 3);
        awaitHeard(member, "x1", "a5", "a6", "b1", "b2", "a7", "joined 5", "b3");
        assertThat(first.heard).containsExactly("joined 0", "a6", "b1", "a7", "b2", "b3");
        assertThat(tokens.read(ROOM, member.positions.getFirst())).isEqualTo(new Position(9, Map.of()));
        assertThat(tokens.read(ROOM, member.positions.getLast()).hasHeard("b", 3))
                .isTrue();
        assertThat(tokens.read(ROOM, member.positions.getLast()).stored()).isEqualTo(13);
        assertThat(tokens.read(
                                ROOM,
                                String.valueOf(subscription.whenLive().get().position()))
                        .stored())
                .isEqualTo(13);
    }

    /** It has heard b1 on another gateway; here b1 is still on its way. */
    @Test
    void clientAheadOfTheFeedDoesNotGetAMessageAgain() { // trap 5
        Member member = new Member();
        join(member, new Join.After(new Position(10, Map.of("b", 1L))));
        history.answerBarrier(11, Map.of("b", 1L));
        history.takeQueries().getFirst().outcome().accept(new StoredPage(List.of(stored(11, "b", 1)), 11, null));
        awaitHeard(member, "joined 0");
        hear("b", 1);
        hear("b", 2);
        awaitHeard(member, "joined 0", "b2");
        assertThat(first.heard).containsExactly("joined 0", "b1", "b2");
    }

    /** The feed began without a stored number, so no position that the RECEIPT could have includes the message. */
    @Test
    void receiptHasNoPositionBehindAMessageWithoutOne() throws Exception {
        RoomId other = new RoomId("r2");
        rooms.subscribe(other, NAMES, "", Join.LIVE, new Member());
        history.answering = false;
        sinks.getLast().live();
        history.answering = true;
        Member newest = new Member();
        RoomSubscription subscription = rooms.subscribe(other, NAMES, "", new Join.Newest(1), newest);
        Entry entry = new Entry(other, UUID.randomUUID().toString(), new Previous.First(null), new byte[] {'{', '}'});
        sinks.getLast().message(new RoomMessage("c", 1, entry));
        history.answerBarrier(0, Map.of());
        history.takeQueries().getFirst().outcome().accept(new StoredPage(List.of(), 0, null));
        assertThat(subscription.whenLive().get(20, TimeUnit.SECONDS).position()).isNull();
        assertThat(newest.heard).containsExactly("c1");
    }

    @Test
    void replayWaitsForTheReaderAndLiveMessagesWaitBehindIt() {
        Member member = new Member();
        member.ready = false;
        hear("a", 6);
        hear("a", 7);
        join(member, new Join.Newest(2));
        awaitHeard(member, "a6");
        hear("a", 8);
        assertThat(first.heard).endsWith("a8");
        Runnable next = member.task;
        assertThat(next).isNotNull();
        member.ready = true;
        next.run();
        awaitHeard(member, "a6", "a7", "joined 2", "a8");
    }

    @Test
    void nothingComesAfterTheEndOfASubscriptionInItsReplay() {
        Member member = new Member();
        member.ready = false;
        hear("a", 6);
        hear("a", 7);
        RoomSubscription subscription = join(member, new Join.Newest(2));
        awaitHeard(member, "a6");
        subscription.cancel();
        assertThat(subscription.whenLive()).isCompletedExceptionally();
        Runnable next = member.task;
        assertThat(next).isNotNull();
        next.run();
        hear("a", 8);
        Member other = new Member();
        join(other, new Join.Newest(1));
        awaitHeard(other, "a8", "joined 1");
        assertThat(member.heard).containsExactly("a6");
    }

    @Test
    void subscriptionThatEndsWhileTheStoreIsReadGetsNothing() {
        Member member = new Member();
        RoomSubscription subscription = join(member, new Join.After(new Position(8, Map.of())));
        history.answerBarrier(10, Map.of("a", 5L));
        subscription.cancel();
        history.takeQueries().getFirst().outcome().accept(new StoredPage(List.of(stored(9, "x", 1)), 10, null));
        hear("a", 6);
        assertThat(member.heard).isEmpty();
    }

    @Test
    void tooManyMissedMessagesAreTold() {
        Member far = new Member();
        Member near = new Member();
        join(far, new Join.After(new Position(0, Map.of())));
        join(near, new Join.After(new Position(9, Map.of())));
        history.answerBarrier(1_500, Map.of("a", 5L));
        List<StoredMessage> page = LongStream.rangeClosed(1, 1_001)
                .mapToObj(seq -> stored(seq, "y", seq))
                .toList();
        history.takeQueries().getFirst().outcome().accept(new StoredPage(page, 1_001, null));
        awaitHeard(far, "joined 0 too-many-missed");
        assertThat(near.heard).isEmpty();
        history.takeQueries().getFirst().outcome().accept(new StoredPage(page.subList(9, 20), 1_500, null));
        await("the other").until(() -> near.heard.contains("joined 11"));
    }

    @Test
    void positionIsTooOldIfTheFirstMissedMessageIs() {
        Instant now = Instant.now();
        Member young = new Member();
        Member old = new Member();
        join(old, new Join.After(new Position(8, Map.of())));
        join(young, new Join.After(new Position(9, Map.of())));
        history.answerBarrier(10, Map.of("a", 5L));
        List<StoredMessage> page = List.of(
                storedAt(9, now.minus(Duration.ofHours(24).plusMinutes(1))),
                storedAt(10, now.minus(Duration.ofHours(24).minusMinutes(1))));
        history.takeQueries().getFirst().outcome().accept(new StoredPage(page, 10, null));
        awaitHeard(old, "joined 0 position-too-old");
        awaitHeard(young, "y10", "joined 1");
    }

    private static StoredMessage storedAt(long seq, Instant time) {
        return new StoredMessage(
                UUID.randomUUID().toString(), seq, List.of(new Copy("y", seq)), time, new byte[] {'{', '}'});
    }

    /** The mailbox ends a reader beyond its limit; nothing else may grow without one. */
    @Test
    void boundedNumberOfLiveMessagesWaitsForASlowReaderInItsReplay() {
        Member slow = new Member();
        slow.ready = false;
        hear("a", 6);
        hear("a", 7);
        join(slow, new Join.Newest(2));
        awaitHeard(slow, "a6");
        LongStream.rangeClosed(8, 1_007).forEach(number -> hear("a", number));
        assertThat(slow.heard).as("1,000 messages wait").containsExactly("a6");
        hear("a", 1_008);
        assertThat(slow.heard)
                .as("what waits is left to the mailbox")
                .containsExactlyElementsOf(LongStream.rangeClosed(6, 1_008)
                        .mapToObj(number -> "a" + number)
                        .toList());
        Runnable next = slow.task;
        assertThat(next).isNotNull();
        slow.ready = true;
        next.run();
        hear("a", 1_009);
        await("live messages")
                .untilAsserted(() -> assertThat(slow.heard)
                        .hasSize(1_005)
                        .doesNotHaveDuplicates()
                        .endsWith("joined 2", "a1009"));
    }

    @Test
    void persistenceThatIsAwayIsTold() {
        Member waits = new Member();
        join(waits, new Join.Newest(20));
        history.answering = false;
        history.loseBarrier();
        awaitHeard(waits, "joined 0 " + ErrorCode.HISTORY_UNAVAILABLE.slug());
        Member late = new Member();
        join(late, new Join.Newest(20));
        awaitHeard(late, "joined 0 history-unavailable");
        hear("a", 6);
        awaitHeard(late, "joined 0 history-unavailable", "a6");
    }

    @Test
    void subscriptionToANewRoomSharesTheBarrierOfItsFeed() {
        RoomId other = new RoomId("r2");
        Member member = new Member();
        RoomSubscription subscription = rooms.subscribe(other, NAMES, "", new Join.Newest(5), member);
        sinks.getLast().live();
        history.answerBarrier(3, Map.of("a", 3L));
        history.takeQueries().getFirst().outcome().accept(new StoredPage(List.of(stored(3, "a", 3)), 3, null));
        await("the outcome").until(() -> subscription.whenLive().isDone());
        assertThat(member.heard).containsExactly("a3");
        assertThat(history.barriersAsked()).isZero();
    }
}
