package io.damso.persistence.ingest.positions;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.store.StoredCopies;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentRoomsTests {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private Instant now = START;
    private final RecentRooms rooms = new RecentRooms(() -> now, 4);

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private StoredCopies stored(String room, long seq, Copy... copies) {
        return new StoredCopies(room, seq, now, List.of(copies));
    }

    @Test
    void highestNumbersCountInAnyOrder() {
        rooms.add(List.of(stored("a", 2, new Copy("o", 7)), stored("a", 3, new Copy("p", 1))));
        rooms.add(List.of(stored("a", 1, new Copy("o", 5)), stored("a", 3, new Copy("p", 4))));
        rooms.add(List.of(stored("a", 4)));
        assertThat(rooms.state("a")).contains(new RoomState("a", 4, Map.of("o", 7L, "p", 4L)));
    }

    @Test
    void originIsNamedForTwoMinutesAndTheNumberOfTheRoomStays() {
        rooms.add(List.of(stored("a", 1, new Copy("o", 1))));
        pass(Duration.ofSeconds(70));
        rooms.add(List.of(stored("a", 2, new Copy("p", 1))));
        pass(Duration.ofSeconds(50));
        assertThat(rooms.state("a")).contains(new RoomState("a", 2, Map.of("o", 1L, "p", 1L)));
        pass(Duration.ofMillis(1));
        assertThat(rooms.state("a")).contains(new RoomState("a", 2, Map.of("p", 1L)));
    }

    /** It has an old number; newer messages may be stored. */
    @Test
    void repeatInAQuietRoomDoesNotTellTheNumberOfTheRoom() {
        rooms.add(List.of(new StoredCopies("a", 1, now, List.of(new Copy("o", 9)), true)));
        assertThat(rooms.state("a")).isEmpty();
        assertThat(rooms.stored()).isEmpty();
        rooms.add(List.of(stored("a", 8, new Copy("o", 10))));
        assertThat(rooms.state("a")).contains(new RoomState("a", 8, Map.of("o", 10L)));
    }

    @Test
    void roomThatNobodyTouchesIsForgottenAndLoadedAgain() {
        rooms.add(List.of(stored("a", 1, new Copy("o", 1))));
        pass(RoomState.ORIGINS_FOR.plusMillis(1));
        rooms.add(List.of(stored("b", 1)));
        assertThat(rooms.state("a")).isEmpty();
        rooms.load("a", List.of(new StoredCopies("a", 1, START, List.of(new Copy("o", 1)))));
        assertThat(rooms.state("a")).contains(new RoomState("a", 1, Map.of()));
        rooms.load("never", List.of());
        assertThat(rooms.state("never")).contains(new RoomState("never", 0, Map.of()));
    }

    @Test
    void roomThatWasEvictedIsKnownInPartOnlyUntilItIsLoaded() {
        for (int i = 0; i < 5; i++) {
            rooms.add(List.of(stored("r" + i, 1, new Copy("o", i + 1))));
        }
        assertThat(rooms.state("r0")).isEmpty();
        assertThat(rooms.state("r1")).isPresent();
        rooms.add(List.of(stored("r0", 2, new Copy("p", 1))));
        assertThat(rooms.state("r0")).isEmpty();
        assertThat(rooms.stored()).extracting(RoomState::room).doesNotContain("r0", "r1");
        rooms.load("r0", List.of(stored("r0", 2, new Copy("p", 1)), stored("r0", 1, new Copy("o", 1))));
        assertThat(rooms.state("r0")).contains(new RoomState("r0", 2, Map.of("o", 1L, "p", 1L)));
    }

    @Test
    void onlyRoomsWithSomethingStoredInTheLastMinuteAreInTheDigest() {
        rooms.add(List.of(stored("a", 1, new Copy("o", 1))));
        rooms.load("idle", List.of(new StoredCopies("idle", 9, START.minusSeconds(3_600), List.of())));
        pass(Duration.ofSeconds(30));
        rooms.add(List.of(stored("b", 1, new Copy("o", 2))));
        assertThat(rooms.stored()).extracting(RoomState::room).containsExactly("a", "b");
        pass(Duration.ofSeconds(31));
        assertThat(rooms.stored()).containsExactly(new RoomState("b", 1, Map.of("o", 2L)));
    }

    @Test
    void manyOriginsOfThePastAreForgottenOnTheWay() {
        List<StoredCopies> old = IntStream.range(0, 200)
                .mapToObj(i -> stored("a", i + 1, new Copy("old-" + i, 1)))
                .toList();
        rooms.add(old);
        pass(Duration.ofSeconds(121));
        rooms.add(List.of(stored("a", 201, new Copy("o", 1))));
        assertThat(rooms.state("a")).contains(new RoomState("a", 201, Map.of("o", 1L)));
    }
}
