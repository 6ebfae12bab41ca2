package io.damso.gateway.rooms.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.position.Hole;
import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.NumberRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a feed does when messages are missing. */
class MissedMessagesTests extends FeedTest {

    @Test
    void newFeedHoldsUntilItsStoredNumberIsKnownAndDropsWhatThatCovers() {
        feed.relayLive(now);
        assertThat(stub.barriers).isEqualTo(1);
        hear("a", 1, 0);
        hear("b", 1, 0);
        hear("a", 2, 1);
        assertThat(feed.isOpen()).isFalse();
        pass(7, Map.of("a", 1L, "c", 4L));
        assertThat(stub.taken()).containsExactly("repeat", "b1", "a2", "opened");
        assertThat(feed.position()).isEqualTo(new Position(7, Map.of("a", 2L, "b", 1L)));
        hear("c", 4, 3);
        assertThat(stub.taken()).containsExactly("repeat");
    }

    @Test
    void firstSubscriptionDoesNotWaitLongForPersistence() {
        feed.relayLive(now);
        hear("a", 1, 0);
        feed.tick(now + SECOND / 5);
        assertThat(stub.taken()).isEmpty();
        feed.tick(now + SECOND / 4);
        assertThat(stub.taken()).containsExactly("a1", "opened");
        assertThat(feed.position()).isNull();
        hear("a", 2, 1);
        pass(9, Map.of("a", 2L));
        assertThat(stub.taken()).as("all was heard, nothing is told").containsExactly("a2");
        assertThat(feed.position()).isEqualTo(new Position(9, Map.of()));
    }

    @Test
    void firstSubscriptionDoesNotWaitForPersistenceThatIsAway() {
        stub.answering = false;
        feed.relayLive(now);
        assertThat(stub.taken()).containsExactly("opened");
        hear("a", 5, 4);
        assertThat(stub.taken()).containsExactly("a5");
        pass(3, Map.of("b", 2L));
        assertThat(stub.taken())
                .as("b may have been missed; the history has it")
                .containsExactly("interrupted", "resumed, incomplete");
    }

    @Test
    void missingMessageIsReadAndComesFirst() {
        open(10, Map.of("a", 3L));
        hear("a", 5, 4);
        assertThat(stub.taken()).containsExactly("interrupted");
        assertThat(stub.barriers).isEqualTo(2);
        hear("b", 1, 0);
        pass(12, Map.of("a", 5L));
        assertThat(stub.question).isNotNull();
        assertThat(stub.question.after()).isEqualTo(10);
        assertThat(stub.question.upTo()).isEqualTo(12);
        assertThat(stub.question.known()).containsExactlyEntriesOf(Map.of("a", 3L));
        fill(12, message(11, new Copy("a", 4)), message(12, new Copy("a", 5)));
        assertThat(stub.taken()).containsExactly("a4", "a5", "repeat", "b1", "resumed");
        assertThat(stub.late).isEmpty();
        assertThat(feed.position()).isEqualTo(new Position(12, Map.of("b", 1L)));
    }

    /** A position must not cover what was not passed on: whoever gets it may resume with it. */
    @Test
    void positionGrowsWithWhatIsPassedOnAndNotBefore() { // trap 4
        open(10, Map.of("a", 3L));
        hear("a", 6, 5);
        pass(13, Map.of("a", 6L));
        assertThat(feed.position()).isEqualTo(new Position(10, Map.of()));
        stub.positions.clear();
        fill(11, message(11, new Copy("a", 4)));
        assertThat(stub.positions).containsExactly(new Position(11, Map.of()));
        assertThat(feed.isLive()).isFalse();
        fill(13, message(12, new Copy("a", 5)), message(13, new Copy("a", 6)));
        assertThat(stub.positions.getLast()).isEqualTo(new Position(13, Map.of()));
        assertThat(feed.isLive()).isTrue();
    }

    @Test
    void repeatIsNotPassedOnButItsNumberCounts() { // trap 1
        open(0, Map.of());
        RoomMessage first = message("a", 1, previous(0));
        feed.message(first);
        feed.message(message(first.id(), "b", 1, previous(0)));
        hear("b", 2, 1);
        assertThat(stub.taken()).containsExactly("a1", "repeat", "b2");
        assertThat(feed.position()).isEqualTo(new Position(0, Map.of("a", 1L, "b", 2L)));
    }

    @Test
    void storedMessageIsKnownByAnyOfItsCopies() { // trap 1
        open(0, Map.of());
        hear("a", 1, 0);
        hear("b", 3, 2);
        pass(3, Map.of("a", 1L, "b", 3L, "c", 9L));
        fill(
                3,
                message(1, new Copy("c", 9), new Copy("a", 1)),
                message(2, new Copy("b", 2)),
                message(3, new Copy("b", 3)));
        assertThat(stub.taken()).containsExactly("a1", "b2", "b3", "repeat");
    }

    /** The entry that a dead channel may have published last may never be stored, or later. */
    @Test
    void barrierBehindAMessageSaysAllAboutWhatIsMissingBeforeIt() { // trap 2
        open(5, Map.of("a", 3L));
        feed.message(message("b", 1, new Previous.First(new Previous.Last("a", 4))));
        pass(6, Map.of("b", 1L));
        fill(6, message(6, new Copy("b", 1)));
        assertThat(feed.isLive()).as("a4 is not waited for").isTrue();
        hear("b", 2, 1);
        assertThat(stub.taken()).containsExactly("interrupted", "b1", "repeat", "resumed", "b2");
        feed.digest(stored(8, Map.of("a", 4L, "b", 2L)), now, now);
        feed.tick(now + 3 * SECOND);
        pass(8, Map.of("a", 4L, "b", 2L));
        fill(8, message(8, new Copy("a", 4)));
        assertThat(stub.taken()).containsExactly("interrupted", "a4", "resumed");
    }

    @Test
    void barrierThatLeftBeforeAMessageCameProvesNothingForIt() { // trap 3
        open(5, Map.of("a", 3L));
        hear("a", 5, 4);
        long early = feed.barrierLeaves();
        hear("b", 2, 1);
        feed.barrierAnswered(early, stored(7, Map.of("a", 5L)), now);
        fill(7, message(6, new Copy("a", 4)), message(7, new Copy("a", 5)));
        assertThat(feed.isLive()).as("b1 is missing as well").isFalse();
        assertThat(stub.barriers).isEqualTo(3);
        pass(9, Map.of("a", 5L, "b", 2L));
        fill(9, message(8, new Copy("b", 1)), message(9, new Copy("b", 2)));
        assertThat(stub.taken()).containsExactly("interrupted", "a4", "a5", "repeat", "b1", "b2", "repeat", "resumed");
    }

    @Test
    void barrierOfBeforeAnInterruptionProvesNothing() {
        open(5, Map.of());
        hear("a", 5, 4);
        long early = feed.barrierLeaves();
        feed.relayLost();
        feed.relayLive(now);
        feed.barrierAnswered(early, stored(5, Map.of()), now);
        assertThat(feed.isLive()).isFalse();
    }

    @Test
    void interruptionIsHealedInOrderAndTold() {
        open(5, Map.of("a", 3L));
        feed.relayLost();
        feed.relayLive(now);
        hear("a", 6, 5);
        pass(8, Map.of("a", 6L));
        fill(8, message(6, new Copy("a", 4)), message(7, new Copy("a", 5)), message(8, new Copy("a", 6)));
        assertThat(stub.taken()).containsExactly("interrupted", "opened", "a4", "a5", "a6", "repeat", "resumed");
    }

    @Test
    void eachLossIsToldWhilePersistenceIsAway() {
        open(5, Map.of("a", 3L));
        stub.answering = false;
        for (int round = 1; round <= 2; round++) {
            feed.relayLost();
            assertThat(stub.taken()).containsExactly("interrupted");
            feed.relayLive(now);
            feed.barrierUnanswered(feed.barrierLeaves());
            assertThat(stub.taken()).containsExactly("opened", "resumed, rest follows");
        }
        stub.answering = true;
        pass(6, Map.of("a", 4L));
        fill(6, message(6, new Copy("a", 4)));
        assertThat(stub.taken()).containsExactly("a4", "resumed");
    }

    @Test
    void feedGoesOnOverAHoleWhilePersistenceIsAwayAndHealsLater() { // trap 8
        open(5, Map.of("a", 3L));
        hear("a", 5, 4);
        feed.barrierUnanswered(feed.barrierLeaves());
        hear("a", 6, 5);
        hear("b", 9, 7);
        assertThat(stub.taken()).containsExactly("interrupted", "a5", "resumed, rest follows", "a6", "b9");
        assertThat(stub.positions)
                .containsExactly(
                        new Position(5, Map.of("a", 5L), List.of(new Hole("a", 3, 4))),
                        new Position(5, Map.of("a", 6L), List.of(new Hole("a", 3, 4))),
                        new Position(5, Map.of("a", 6L, "b", 9L), List.of(new Hole("a", 3, 4), new Hole("b", 0, 7))));
        assertThat(feed.position()).isEqualTo(stub.positions.getLast());
        assertThat(stub.barriers).isEqualTo(3);
        pass(10, Map.of("a", 6L, "b", 9L));
        assertThat(stub.question.known()).containsExactlyEntriesOf(Map.of("a", 3L));
        assertThat(stub.question.behindHoles())
                .isEqualTo(Map.of("a", List.of(new NumberRange(4, 6)), "b", List.of(new NumberRange(7, 9))));
        hear("a", 7, 6);
        fill(
                10,
                message(6, new Copy("a", 4)),
                message(7, new Copy("a", 5)),
                message(8, new Copy("b", 7)),
                message(9, new Copy("a", 6)),
                message(10, new Copy("b", 9)));
        assertThat(stub.taken()).containsExactly("a4", "b7", "a7", "resumed");
        assertThat(stub.late).containsExactly("a4", "b7");
        assertThat(feed.position()).isEqualTo(new Position(10, Map.of("a", 7L)));
    }

    private void goOver() {
        stub.answering = false;
        feed.relayLost();
        feed.relayLive(now);
        stub.taken();
        stub.positions.clear();
    }

    @Test
    void positionNamesAFewHolesAndThereIsNoneWithMore() { // trap 8
        open(5, Map.of("a", 3L));
        goOver();
        for (int number = 5; number <= 11; number += 2) {
            hear("a", number, number - 1);
        }
        assertThat(stub.positions).doesNotContainNull();
        assertThat(feed.position())
                .isEqualTo(new Position(
                        5,
                        Map.of("a", 11L),
                        List.of(new Hole("a", 3, 4), new Hole("a", 5, 6), new Hole("a", 7, 8), new Hole("a", 9, 10))));
        hear("a", 13, 12);
        assertThat(feed.position()).as("five holes").isNull();
        hear("a", 8, 7);
        assertThat(feed.position()).as("four again").isNotNull();
        assertThat(stub.taken()).containsExactly("a5", "a7", "a9", "a11", "a13", "a8");
        assertThat(stub.late).as("its live copy came behind others").containsExactly("a8");
    }

    /** Two became one: messages between them were heard. */
    @Test
    void holeThatIsNotExactGivesNoPosition() {
        open(5, Map.of("a", 3L));
        goOver();
        for (int number = 5; number <= 5 + 2 * Line.MAX_HOLES; number += 2) {
            hear("a", number, number - 1);
        }
        for (int number = 4; number <= 2 * Line.MAX_HOLES; number += 2) {
            hear("a", number, number - 1);
        }
        assertThat(stub.taken()).hasSize(2 * Line.MAX_HOLES);
        assertThat(feed.position()).isNull();
    }

    @Test
    void holesThatFollowEachOtherAreOneForTheClient() {
        open(5, Map.of("a", 3L));
        goOver();
        feed.message(message("b", 1, new Previous.First(new Previous.Last("a", 4))));
        feed.message(message("c", 1, new Previous.First(new Previous.Last("a", 6))));
        assertThat(feed.position())
                .as("a4 to a6 may still come in order")
                .isEqualTo(new Position(5, Map.of("a", 3L, "b", 1L, "c", 1L)));
        hear("a", 7, 6);
        assertThat(feed.position())
                .isEqualTo(new Position(5, Map.of("a", 7L, "b", 1L, "c", 1L), List.of(new Hole("a", 3, 6))));
    }

    /** The entry of a dead channel lies in a stalled socket and is stored when its successor was passed. */
    @Test
    void lastEntryOfADeadChannelThatIsStoredAfterAllIsHealedAlsoBehindAnOutage() { // trap 2
        open(5, Map.of("a", 3L));
        goOver();
        feed.message(message("b", 1, new Previous.First(new Previous.Last("a", 4))));
        stub.answering = true;
        pass(6, Map.of("b", 1L));
        fill(6, message(6, new Copy("b", 1)));
        assertThat(feed.isLive()).isTrue();
        assertThat(stub.taken()).containsExactly("b1", "resumed");
        feed.digest(stored(7, Map.of("a", 4L, "b", 1L)), now, now);
        feed.tick(now + 3 * SECOND);
        pass(7, Map.of("a", 4L, "b", 1L));
        fill(7, message(7, new Copy("a", 4)));
        assertThat(stub.taken()).containsExactly("interrupted", "a4", "resumed");
        assertThat(stub.late).as("the outage is over").isEmpty();
    }
}
