package io.damso.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.envelope.Previous;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeardNumbersTests {

    private final HeardNumbers numbers = new HeardNumbers();

    private boolean isMissing(String origin, long number, Previous previous) {
        return numbers.heard(origin, number, previous);
    }

    private static Previous after(long number) {
        return new Previous.At(number);
    }

    private static Previous first(Previous.@Nullable Last last) {
        return new Previous.First(last);
    }

    @Test
    void messagesInARowHaveNoHole() {
        assertThat(isMissing("a", 3, first(null))).isFalse();
        assertThat(isMissing("a", 4, after(3))).isFalse();
        assertThat(isMissing("a", 90, after(4))).isFalse(); // the others were in other rooms
    }

    @Test
    void messageWhosePredecessorWasNotHeardShowsAHoleOnce() {
        isMissing("a", 3, first(null));
        assertThat(isMissing("a", 9, after(7))).isTrue();
        assertThat(isMissing("a", 10, after(9))).isFalse();
    }

    @Test
    void originsAreIndependent() {
        isMissing("a", 3, first(null));
        isMissing("b", 50, first(null));
        assertThat(isMissing("a", 4, after(3))).isFalse();
        assertThat(isMissing("b", 52, after(51))).isTrue();
    }

    @Test
    void unknownOriginIsTakenAsItComes() {
        assertThat(isMissing("a", 9, after(7))).isFalse();
        assertThat(isMissing("b", 1, first(new Previous.Last("unknown", 7)))).isFalse();
        assertThat(isMissing("c", 9, new Previous.Forgotten())).isFalse();
    }

    @Test
    void lastMessageOfTheChannelBeforeShowsAHole() {
        isMissing("a", 3, first(null));
        assertThat(isMissing("b", 1, first(new Previous.Last("a", 3)))).isFalse();
        assertThat(isMissing("c", 1, first(new Previous.Last("b", 2)))).isTrue();
    }

    @Test
    void earlierMessageThatComesLateHidesNoHole() {
        isMissing("a", 9, first(null));
        isMissing("a", 3, first(null));
        assertThat(isMissing("a", 10, after(9))).isFalse();
        assertThat(isMissing("a", 12, after(11))).isTrue();
    }

    @Test
    void originThatWasHeardLeastRecentlyIsForgottenFirst() {
        for (int i = 0; i < HeardNumbers.CAPACITY; i++) {
            isMissing("o" + i, 1, first(null));
        }
        isMissing("o0", 2, after(1));
        isMissing("one more", 1, first(null));
        assertThat(isMissing("o0", 9, after(8))).isTrue();
        assertThat(isMissing("o1", 9, after(8))).isFalse(); // not known any more
    }

    @Test
    void clearedNumbersKnowNoOrigin() {
        isMissing("a", 3, first(null));
        numbers.clear();
        assertThat(isMissing("a", 9, after(8))).isFalse();
    }
}
