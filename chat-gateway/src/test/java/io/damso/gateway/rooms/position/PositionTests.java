package io.damso.gateway.rooms.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.NumberRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class PositionTests {

    private static final Random RANDOM = new Random(1);
    private static final List<String> ORIGINS = List.of("a", "b");
    private static final int NUMBERS = 14;

    private static Position position(long stored, Map<String, Long> heard, Hole... holes) {
        return new Position(stored, heard, List.of(holes));
    }

    @Test
    void whatIsInAHoleIsNotKnownUnlessItsStoredNumberIs() {
        Position position = position(7, Map.of("a", 9L), new Hole("a", 3, 5));
        assertThat(position.hasHeard("a", 3)).isTrue();
        assertThat(position.hasHeard("a", 4)).isFalse();
        assertThat(position.hasHeard("a", 5)).isFalse();
        assertThat(position.hasHeard("a", 6)).isTrue();
        assertThat(position.hasHeard("b", 4)).isFalse();
        assertThat(position.includes(8, List.of(new Copy("a", 4)))).isFalse();
        assertThat(position.includes(7, List.of(new Copy("a", 4)))).isTrue();
        assertThat(position.includes(8, List.of(new Copy("a", 4), new Copy("a", 6))))
                .isTrue();
        assertThat(position.isInHole("a", 5)).isTrue();
        assertThat(position.isInHole("a", 6)).isFalse();
        assertThat(position.isInHole("b", 5)).isFalse();
        assertThat(position.hasAllUpTo("a", 3)).isTrue();
        assertThat(position.hasAllUpTo("a", 4)).isFalse();
        assertThat(position.hasAllUpTo("a", 6)).isFalse();
        assertThat(position.hasAllUpTo("b", 1)).isFalse();
    }

    @Test
    void whatIsKnownIsSaidByItsFirstPartAndWhatIsBehindHoles() {
        Position position = position(
                7, Map.of("a", 9L, "b", 4L, "c", 3L), new Hole("a", 5, 6), new Hole("b", 0, 2), new Hole("a", 2, 3));
        assertThat(position.unbroken()).isEqualTo(Map.of("a", 2L, "c", 3L));
        assertThat(position.behindHoles())
                .isEqualTo(Map.of(
                        "a",
                        List.of(new NumberRange(3, 5), new NumberRange(6, 9)),
                        "b",
                        List.of(new NumberRange(2, 4))));
        assertThat(position.upTo(8)).isEqualTo(new Position(8, position.heard(), position.holes()));
        assertThat(position.withoutHoles()).isEqualTo(new Position(7, position.heard()));
    }

    @Test
    void orderOfHolesDoesNotMatter() {
        assertThat(position(1, Map.of("a", 9L), new Hole("a", 5, 6), new Hole("a", 2, 3)))
                .isEqualTo(position(1, Map.of("a", 9L), new Hole("a", 2, 3), new Hole("a", 5, 6)));
    }

    /** Compares with sets of single numbers. */
    @Test
    void twoPositionsAreCombinedNumberByNumber() {
        for (int i = 0; i < 5_000; i++) {
            Position one = any();
            Position other = any();
            assertKnows(
                    one.and(other), (origin, number) -> one.hasHeard(origin, number) || other.hasHeard(origin, number));
            assertKnows(
                    one.inCommonWith(other),
                    (origin, number) -> one.hasHeard(origin, number) && other.hasHeard(origin, number));
            assertThat(one.and(other).stored()).isEqualTo(Math.max(one.stored(), other.stored()));
            assertThat(one.inCommonWith(other).stored()).isEqualTo(Math.min(one.stored(), other.stored()));
        }
    }

    private static Position any() {
        Map<String, Long> heard = new HashMap<>();
        List<Hole> holes = new ArrayList<>();
        for (String origin : ORIGINS) {
            long top = RANDOM.nextInt(3);
            for (int left = RANDOM.nextInt(3); left > 0; left--) {
                long last = top + 1 + RANDOM.nextInt(2);
                holes.add(new Hole(origin, top, last));
                top = last + 1 + RANDOM.nextInt(2);
            }
            if (top > 0) {
                heard.put(origin, top);
            }
        }
        return new Position(RANDOM.nextInt(5), heard, holes);
    }

    private static void assertKnows(Position position, BiPredicate<String, Long> known) {
        Map<String, Long> unbroken = position.unbroken();
        Map<String, List<NumberRange>> behind = position.behindHoles();
        for (String origin : ORIGINS) {
            for (long number = 1; number <= NUMBERS; number++) {
                long each = number;
                boolean expected = known.test(origin, number);
                assertThat(position.hasHeard(origin, number))
                        .as("%s %d in %s", origin, number, position)
                        .isEqualTo(expected);
                assertThat(number <= unbroken.getOrDefault(origin, 0L)
                                || behind.getOrDefault(origin, List.of()).stream()
                                        .anyMatch(range -> range.has(each)))
                        .as("%s %d in the parts of %s", origin, number, position)
                        .isEqualTo(expected);
            }
        }
        for (int i = 0; i < position.holes().size(); i++) {
            Hole hole = position.holes().get(i);
            assertThat(hole.after()).isLessThan(hole.last());
            assertThat(hole.last()).isLessThan(position.heard().getOrDefault(hole.origin(), 0L));
            if (i > 0 && position.holes().get(i - 1).origin().equals(hole.origin())) {
                assertThat(position.holes().get(i - 1).last()).isLessThan(hole.after());
            }
        }
    }
}
