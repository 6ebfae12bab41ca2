package io.damso.gateway.rooms.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.position.Hole;
import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.feeds.Copy;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was read from the store for one who resumes serves those who come later. */
class BacklogTests extends FeedTest {

    private static final StoredMessage THREE = message(3, new Copy("a", 1));
    private static final StoredMessage FOUR = message(4, new Copy("b", 1));
    private static final StoredMessage FIVE = message(5, new Copy("a", 2));

    private Ring ring() {
        Ring ring = feed.memory();
        assertThat(ring).isNotNull();
        return ring;
    }

    private void openAndKeep(long after, StoredMessage... read) {
        open(5, Map.of("a", 2L, "b", 1L));
        keep(ring().mark(), after, read);
    }

    private void keep(long mark, long after, StoredMessage... read) {
        ring().keepRead(mark, ROOM, after, List.of(read));
    }

    private static @Nullable List<String> names(@Nullable List<Replay> replays) {
        return replays == null
                ? null
                : replays.stream()
                        .map(each -> each.message().origin() + each.message().number())
                        .toList();
    }

    @Test
    void clientsGetWhatWasReadAndThenWhatCame() {
        openAndKeep(2, THREE, FOUR, FIVE);
        hear("a", 3, 2);
        List<Replay> missed = afterOf(new Position(2, Map.of("a", 1L)));
        assertThat(names(missed)).containsExactly("b1", "a2", "a3");
        assertThat(missed)
                .extracting(Replay::position)
                .containsExactly(
                        new Position(4, Map.of("a", 1L)),
                        new Position(5, Map.of("a", 1L)),
                        new Position(5, Map.of("a", 3L)));
        assertThat(names(afterOf(new Position(3, Map.of())))).containsExactly("b1", "a2", "a3");
        assertThat(names(afterOf(new Position(4, Map.of("a", 3L))))).isEmpty();
        assertThat(names(afterOf(new Position(5, Map.of())))).containsExactly("a3");
    }

    @Test
    void clientThatMayLackEarlierMessagesIsNotServed() {
        openAndKeep(2, THREE, FOUR, FIVE);
        assertThat(afterOf(new Position(1, Map.of()))).isNull();
        assertThat(afterOf(new Position(4, Map.of("a", 2L), List.of(new Hole("a", 0, 1)))))
                .isNull();
    }

    /** After a long outage persistence does not name the origins of before, but their messages were read. */
    @Test
    void clientIsNotAheadIfWhatItHasHeardWasRead() {
        open(5, Map.of());
        keep(ring().mark(), 2, THREE, FOUR, FIVE);
        assertThat(names(afterOf(new Position(2, Map.of("a", 2L))))).containsExactly("b1");
        assertThat(afterOf(new Position(2, Map.of("a", 3L))))
                .as("a3 may be on its way")
                .isNull();
    }

    @Test
    void whatIsReadBeforeACopyCameIsNotKept() {
        open(5, Map.of("a", 2L, "b", 1L));
        hear("a", 3, 2);
        long mark = ring().mark();
        feed.message(message(FIVE.id(), "c", 1, previous(0)));
        keep(mark, 2, THREE, FOUR, FIVE);
        assertThat(afterOf(new Position(4, Map.of()))).isNull();
        keep(ring().mark(), 2, THREE, FOUR, FIVE);
        assertThat(afterOf(new Position(4, Map.of())))
                .as("the copy is in memory already")
                .isNull();
    }

    @Test
    void whatWasReadIsDroppedWhenACopyComes() {
        openAndKeep(2, THREE, FOUR, FIVE);
        feed.message(message(FOUR.id(), "c", 1, previous(0)));
        assertThat(afterOf(new Position(2, Map.of()))).isNull();
    }

    @Test
    void copyOfWhatWasReplayedIsARepeat() {
        openAndKeep(2, THREE, FOUR, FIVE);
        assertThat(afterOf(new Position(3, Map.of()))).hasSize(2);
        feed.message(message(FOUR.id(), "c", 1, previous(0)));
        assertThat(stub.taken()).containsExactly("repeat");
        assertThat(afterOf(new Position(3, Map.of()))).isNull();
    }

    @Test
    void whatWasReadIsDroppedWhenSomethingMayBeMissing() {
        openAndKeep(2, THREE, FOUR, FIVE);
        long mark = ring().mark();
        hear("a", 4, 3);
        pass(7, Map.of("a", 4L, "b", 1L));
        fill(7, message(6, new Copy("a", 3)), message(7, new Copy("a", 4)));
        assertThat(feed.isLive()).isTrue();
        assertThat(afterOf(new Position(2, Map.of()))).isNull();
        keep(mark, 2, THREE, FOUR, FIVE);
        assertThat(afterOf(new Position(2, Map.of()))).as("read before the gap").isNull();
    }

    @Test
    void messagesThatWereHeldAreReplayed() {
        feed.relayLive(now);
        long ticket = feed.barrierLeaves();
        hear("a", 3, 2);
        feed.barrierAnswered(ticket, stored(5, Map.of("a", 2L, "b", 1L)), now);
        keep(ring().mark(), 2, THREE, FOUR, FIVE);
        assertThat(names(afterOf(new Position(4, Map.of())))).containsExactly("a2", "a3");
    }

    @Test
    void oldestMessagesGoFirst() {
        openAndKeep(2, THREE, FOUR, FIVE);
        for (int number = 3; number <= 10; number++) {
            hear("a", number, number - 1);
        }
        assertThat(afterOf(new Position(2, Map.of()))).isNull();
        assertThat(names(afterOf(new Position(3, Map.of())))).hasSize(10).startsWith("b1", "a2", "a3");
        hear("a", 11, 10);
        hear("a", 12, 11);
        assertThat(names(afterOf(new Position(5, Map.of()))))
                .as("all that is left")
                .hasSize(10)
                .startsWith("a3");
        hear("a", 13, 12);
        assertThat(afterOf(new Position(5, Map.of()))).isNull();
    }

    @Test
    void clientMayHaveGotWhatMemoryDoesNotTake() {
        open(20, Map.of("a", 20L));
        StoredMessage[] read = LongStream.rangeClosed(1, 20)
                .mapToObj(seq -> message(seq, new Copy("a", seq)))
                .toArray(StoredMessage[]::new);
        keep(ring().mark(), 0, read);
        assertThat(names(afterOf(new Position(0, Map.of("a", 10L)))))
                .hasSize(10)
                .startsWith("a11");
        assertThat(names(afterOf(new Position(10, Map.of())))).hasSize(10);
        assertThat(afterOf(new Position(0, Map.of("a", 9L)))).as("a10 is gone").isNull();
        hear("a", 21, 20);
        assertThat(afterOf(new Position(0, Map.of("a", 10L)))).isNull();
        assertThat(names(afterOf(new Position(11, Map.of())))).hasSize(10).startsWith("a12");
    }

    @Test
    void memoryIsWithinTheBudgetAndGivenBack() {
        long all = budget.left();
        openAndKeep(2, THREE, FOUR, FIVE);
        long kept = all - budget.left();
        assertThat(kept).isPositive();
        keep(ring().mark(), 2, THREE, FOUR, FIVE);
        assertThat(all - budget.left()).as("in place of the earlier one").isEqualTo(kept);
        feed.close();
        assertThat(budget.left()).isEqualTo(all);
    }

    /** The answer that ends an interruption names no origin: everything was stored minutes ago. */
    @Test
    void numberThatWasReadFromTheStoreSaysWhatItCovers() {
        open(0, Map.of());
        hear("a", 1, 0);
        feed.relayLost();
        feed.relayLive(now);
        pass(2, Map.of());
        fill(2, message(1, new Copy("a", 1)), message(2, new Copy("b", 1)));
        hear("a", 2, 1);
        assertThat(names(afterOf(new Position(2, Map.of())))).containsExactly("a2");
        assertThat(names(afterOf(new Position(0, Map.of("a", 1L))))).containsExactly("b1", "a2");
    }
}
