package io.damso.gateway.rooms.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.position.Hole;
import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.feeds.Copy;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoomFeedStateTests extends FeedTest {

    @Test
    void storeThatDoesNotAnswerIsAskedAgain() {
        open(5, Map.of("a", 3L));
        hear("a", 5, 4);
        pass(7, Map.of("a", 5L));
        feed.catchUpFailed(stub.fill);
        assertThat(stub.taken()).containsExactly("interrupted", "a5", "resumed, rest follows");
        pass(7, Map.of("a", 5L));
        fill(7, message(6, new Copy("a", 4)), message(7, new Copy("a", 5)));
        assertThat(stub.taken()).containsExactly("a4", "resumed");
    }

    @Test
    void whatIsTooMuchToHoldIsReadFromTheStore() {
        open(5, Map.of("a", 3L));
        hear("a", 5, 4);
        long early = feed.barrierLeaves();
        for (int number = 6; number <= 12; number++) {
            hear("a", number, number - 1);
        }
        assertThat(stub.barriers).as("one for all that were dropped").isEqualTo(3);
        feed.barrierAnswered(early, stored(7, Map.of("a", 5L)), now);
        fill(7, message(6, new Copy("a", 4)), message(7, new Copy("a", 5)));
        assertThat(feed.isLive()).as("a6 to a10 were dropped").isFalse();
        pass(14, Map.of("a", 12L));
        for (int number = 6; number <= 12; number++) {
            fill(number + 2, message(number + 2, new Copy("a", number)));
        }
        assertThat(stub.taken())
                .filteredOn(event -> event.startsWith("a"))
                .containsExactly("a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12");
        assertThat(feed.isLive()).isTrue();
    }

    @Test
    void moreThanTheBoundIsLeftToTheHistory() {
        open(0, Map.of());
        feed.relayLost();
        feed.relayLive(now);
        pass(500, Map.of("a", 500L));
        StoredMessage[] page = new StoredMessage[101];
        for (int i = 0; i < page.length; i++) {
            page[i] = message(i + 1, new Copy("a", i + 1));
        }
        fill(101, page);
        assertThat(stub.taken()).endsWith("a101", "resumed, incomplete");
        assertThat(feed.position()).isEqualTo(new Position(500, Map.of()));
    }

    @Test
    void whatIsLeftOutIsToldBeforeAPositionCoversIt() {
        open(0, Map.of());
        feed.relayLost();
        feed.relayLive(now);
        long ticket = feed.barrierLeaves();
        hear("a", 501, 500);
        feed.barrierAnswered(ticket, stored(500, Map.of("a", 500L)), now);
        StoredMessage[] page = new StoredMessage[101];
        for (int i = 0; i < page.length; i++) {
            page[i] = message(i + 1, new Copy("a", i + 1));
        }
        fill(101, page);
        assertThat(stub.taken()).endsWith("a101", "resumed, incomplete", "a501");
    }

    @Test
    void unknownOriginIsCheckedWithoutANotice() {
        open(5, Map.of());
        hear("old", 70, 60);
        assertThat(stub.taken()).isEmpty();
        pass(6, Map.of("old", 70L));
        fill(6, message(6, new Copy("old", 70)));
        hear("old", 71, 70);
        assertThat(stub.taken()).containsExactly("old70", "repeat", "old71");
    }

    @Test
    void lastMessageIsHealedByTheDigest() {
        open(5, Map.of("a", 3L));
        feed.digest(stored(6, Map.of("a", 4L)), now, now);
        feed.tick(now + 2 * SECOND);
        assertThat(stub.taken()).as("it may be on its way").isEmpty();
        feed.tick(now + 3 * SECOND);
        assertThat(stub.taken()).containsExactly("interrupted");
        pass(6, Map.of("a", 4L));
        fill(6, message(6, new Copy("a", 4)));
        assertThat(stub.taken()).containsExactly("a4", "resumed");
    }

    @Test
    void messageThatComesWithinTheGraceIsNoHole() {
        open(5, Map.of("a", 3L));
        feed.digest(stored(6, Map.of("a", 4L)), now, now);
        hear("a", 4, 3);
        feed.tick(now + 3 * SECOND);
        assertThat(stub.taken()).containsExactly("a4");
        assertThat(feed.position()).as("compact again").isEqualTo(new Position(6, Map.of()));
        assertThat(stub.barriers).isEqualTo(1);
    }

    /** The digest that names it was on its way for minutes: the next word of persistence does not name its origin. */
    @Test
    void whatIsAwaitedIsNotForgottenWhenItIsNotNamedAnyMore() {
        open(5, Map.of("a", 3L));
        feed.digest(stored(6, Map.of("a", 4L)), now, now);
        pass(7, Map.of());
        feed.digest(stored(7, Map.of()), now, now);
        assertThat(feed.position()).isEqualTo(new Position(5, Map.of()));
        assertThat(feed.covers(stored(7, Map.of()), now))
                .as("nothing of it comes any more")
                .isFalse();
        feed.tick(now + 3 * SECOND);
        pass(7, Map.of());
        fill(7, message(6, new Copy("a", 4)), message(7, new Copy("b", 1)));
        assertThat(stub.taken()).containsExactly("interrupted", "a4", "b1", "resumed");
    }

    @Test
    void digestAfterALongSilenceIsBelievedOnlyWithoutAMissingOne() {
        open(5, Map.of("a", 3L));
        hear("a", 4, 3);
        long later = now + 1_000 * SECOND;
        feed.digest(stored(6, Map.of("a", 4L)), now - SECOND, later);
        assertThat(feed.position()).isEqualTo(new Position(6, Map.of()));
        hear("a", 5, 4);
        feed.digest(stored(8, Map.of("a", 5L)), later + 900 * SECOND, later + 1_000 * SECOND);
        assertThat(feed.isLive())
                .as("something may have been stored that no digest named")
                .isFalse();
        assertThat(stub.barriers).isEqualTo(2);
    }

    /** A digest waits while its gateway is paused, and the next one names nothing any more that came in between. */
    @Test
    void firstDigestBehindABreakSaysNothingAboutNow() {
        open(5, Map.of("a", 3L));
        long later = now + 130 * SECOND;
        feed.digest(stored(5, Map.of("a", 3L)), later - 50 * SECOND, later);
        hear("b", 1, 0);
        feed.digest(stored(7, Map.of("b", 1L)), later - 50 * SECOND, later + 20 * SECOND);
        assertThat(feed.position()).isEqualTo(new Position(5, Map.of("b", 1L)));
        assertThat(feed.isLive()).isFalse();
        assertThat(stub.barriers).isEqualTo(2);
    }

    @Test
    void clientResumesFromMemory() throws Exception {
        open(5, Map.of("a", 3L));
        hear("a", 4, 3);
        Position client = feed.position();
        hear("b", 1, 0);
        hear("a", 5, 4);
        List<Replay> missed = afterOf(client);
        assertThat(missed)
                .extracting(each -> each.message().origin() + each.message().number())
                .containsExactly("b1", "a5");
        assertThat(missed.getFirst().position()).isEqualTo(new Position(5, Map.of("a", 4L, "b", 1L)));
        assertThat(missed.getLast().position()).isEqualTo(feed.position());
        assertThat(afterOf(feed.position())).isEmpty();
        assertThat(feed.memory().newest(2)).hasSize(2);
        assertThat(feed.memory().newest(4)).isNull();
        assertThat(afterOf(new Position(4, Map.of()))).as("before the memory").isNull();
        assertThat(afterOf(new Position(5, Map.of("x", 1L))))
                .as("ahead of the feed")
                .isNull(); // trap 5
        assertThat(afterOf(new Position(6, Map.of()))).as("ahead of the feed").isNull();
    }

    @Test
    void positionOfBeforeACompactionIsStillServedFromMemory() {
        open(5, Map.of());
        hear("a", 1, 0);
        Position client = feed.position();
        feed.digest(stored(6, Map.of("a", 1L)), now, now);
        hear("a", 2, 1);
        assertThat(feed.position()).isEqualTo(new Position(6, Map.of("a", 2L)));
        assertThat(afterOf(client)).hasSize(1);
        for (int number = 3; number < 13; number++) {
            hear("a", number, number - 1);
        }
        assertThat(afterOf(client)).as("a2 is gone").isNull();
        assertThat(afterOf(new Position(5, Map.of("a", 2L)))).hasSize(10);
    }

    @Test
    void holeAboveAnAdoptedNumberIsFilledFromMemory() throws Exception { // trap 8
        open(5, Map.of());
        for (int number = 1; number <= 4; number++) {
            hear("a", number, number - 1);
        }
        feed.digest(stored(6, Map.of("a", 1L)), now, now);
        List<Replay> missed = afterOf(new Position(5, Map.of("a", 4L), List.of(new Hole("a", 2, 3))));
        assertThat(missed).extracting(each -> each.message().number()).containsExactly(3L);
        assertThat(missed.getFirst().message().late()).isTrue();
        assertThat(missed.getFirst().position()).isEqualTo(new Position(6, Map.of("a", 4L)));
    }

    /** Another node has adopted number 6 with a1 below it. Which messages are up to 6 is not known here. */
    @Test
    void positionBetweenTwoStoredNumbersIsNotServedFromMemory() {
        open(5, Map.of());
        hear("a", 1, 0);
        hear("a", 2, 1);
        feed.digest(stored(7, Map.of("a", 2L)), now, now);
        assertThat(afterOf(new Position(6, Map.of()))).isNull();
        assertThat(afterOf(new Position(7, Map.of()))).isEmpty();
        assertThat(afterOf(new Position(5, Map.of()))).hasSize(2);
    }

    /** Persistence is away at the beginning, and more comes than can be held. */
    @Test
    void whatWasDroppedBeforeTheFirstBarrierIsRead() {
        feed.relayLive(now);
        long ticket = feed.barrierLeaves();
        for (int number = 1; number <= 6; number++) {
            hear("a", number, number - 1);
        }
        feed.tick(now + SECOND);
        hear("a", 7, 6);
        feed.barrierAnswered(ticket, stored(0, Map.of()), now);
        pass(7, Map.of("a", 7L));
        assertThat(stub.question).isNotNull();
        assertThat(stub.question.known()).isEmpty();
    }

    @Test
    void repeatIsNotReplayedFromMemory() {
        open(5, Map.of());
        stub.subscribed = false;
        String id = UUID.randomUUID().toString();
        feed.message(message(id, "a", 1, previous(0)));
        feed.message(message(id, "a", 2, previous(1)));
        assertThat(afterOf(new Position(5, Map.of()))).hasSize(1);
        stub.subscribed = true;
        feed.message(message(id, "a", 3, previous(2)));
        assertThat(stub.taken()).containsExactly("a1", "repeat", "repeat");
    }

    /** One subscriber has read it from the store; the others have not got it yet. */
    @Test
    void messageThatOneSubscriberHasReadIsStillPassedOn() {
        open(5, Map.of());
        StoredMessage read = message(6, new Copy("a", 1));
        feed.passedOn(read);
        feed.message(message(read.id(), "a", 1, previous(0)));
        assertThat(stub.taken()).containsExactly("a1");
        StoredMessage old = message(5, new Copy("b", 1));
        feed.passedOn(old);
        feed.message(message(old.id(), "a", 2, previous(1)));
        assertThat(stub.taken()).containsExactly("repeat");
    }

    @Test
    void memoryIsBoundedAndGivenBack() {
        open(5, Map.of());
        for (int number = 1; number < 1_000; number++) {
            hear("a", number, number - 1);
        }
        assertThat(budget.left()).isLessThan(100_000).isGreaterThan(90_000);
        feed.relayLost();
        for (int number = 1_000; number < 2_000; number++) {
            hear("a", number, number - 1);
        }
        assertThat(budget.left()).isGreaterThan(90_000);
        feed.close();
        assertThat(budget.left()).isEqualTo(100_000);
    }

    @Test
    void originsAreBounded() {
        open(5, Map.of());
        for (int i = 0; i < 1_000; i++) {
            String origin = "origin " + i;
            hear(origin, 1, 0);
            feed.digest(stored(6 + i, Map.of(origin, 1L)), now, now);
        }
        assertThat(feed.position()).isEqualTo(new Position(1_005, Map.of()));
        assertThat(stub.taken()).hasSize(1_000);
    }
}
