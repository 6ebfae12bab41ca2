package io.damso.gateway.membership.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomArchived;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchivedRoomsTests {

    private static final List<MembershipQuestion> TWO =
            List.of(new MembershipQuestion("r1", "alice"), new MembershipQuestion("r2", "alice"));

    private final ArchivedRooms rooms = new ArchivedRooms(10);

    @Test
    void answersTellWhichRoomsAreArchived() {
        rooms.answered(rooms.ask(), TWO, List.of(false, true));
        assertThat(rooms.contains("r1")).isFalse();
        assertThat(rooms.contains("r2")).isTrue();
        rooms.answered(rooms.ask(), TWO, List.of(true, false));
        assertThat(rooms.contains("r1")).isTrue();
        assertThat(rooms.contains("r2")).isFalse();
    }

    @Test
    void persistenceOfAnEarlierVersionTellsNothing() {
        rooms.answered(rooms.ask(), TWO, List.of());
        assertThat(rooms.contains("r1")).isFalse();
    }

    @Test
    void eventCountsAtOnce() {
        rooms.changed(new RoomArchived("r1", true));
        assertThat(rooms.contains("r1")).isTrue();
        rooms.changed(new RoomArchived("r1", false));
        assertThat(rooms.contains("r1")).isFalse();
    }

    @Test
    void answerToAQuestionBeforeTheEventIsOld() {
        long before = rooms.ask();
        rooms.changed(new RoomArchived("r1", true));
        rooms.changed(new RoomArchived("r2", false));
        rooms.answered(before, TWO, List.of(false, true));
        assertThat(rooms.contains("r1")).isTrue();
        assertThat(rooms.contains("r2")).isFalse();
        rooms.answered(rooms.ask(), TWO, List.of(false, true));
        assertThat(rooms.contains("r1")).isFalse();
        assertThat(rooms.contains("r2")).isTrue();
    }

    @Test
    void lateAnswerToAnEarlierQuestionIsOld() {
        long first = rooms.ask();
        rooms.answered(rooms.ask(), TWO, List.of(true, true));
        rooms.answered(first, TWO, List.of(false, true));
        assertThat(rooms.contains("r1")).isTrue();
    }
}
