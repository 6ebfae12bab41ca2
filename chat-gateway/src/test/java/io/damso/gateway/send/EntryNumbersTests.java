package io.damso.gateway.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.Previous;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntryNumbersTests {

    private final EntryNumbers numbers = new EntryNumbers(3);

    private Envelope envelope(String... rooms) {
        return numbers.envelope(Stream.of(rooms)
                .map(room -> new Outgoing(new RoomId(room), "m", new byte[0]))
                .toList());
    }

    private List<Previous> previous(String... rooms) {
        return envelope(rooms).entries().stream().map(Entry::previous).toList();
    }

    @Test
    void entriesAreNumberedWithoutAGap() {
        numbers.begin();
        assertThat(envelope("a", "b").first()).isEqualTo(1);
        Envelope second = envelope("a");
        assertThat(second.first()).isEqualTo(3);
        assertThat(envelope("b").origin()).isEqualTo(second.origin());
    }

    @Test
    void previousIsTheLastOfTheSameRoom() {
        numbers.begin();
        assertThat(previous("a", "b", "a"))
                .containsExactly(new Previous.First(null), new Previous.First(null), new Previous.At(1));
        assertThat(previous("b", "a")).containsExactly(new Previous.At(2), new Previous.At(3));
    }

    @Test
    void firstOfANewChannelNamesTheLastOfTheOldOne() {
        numbers.begin();
        String old = envelope("a", "b").origin();
        numbers.begin();
        Envelope next = envelope("b", "c", "b");
        assertThat(next.origin()).isNotEqualTo(old);
        assertThat(next.first()).isEqualTo(1);
        assertThat(next.entries())
                .extracting(Entry::previous)
                .containsExactly(
                        new Previous.First(new Previous.Last(old, 2)), new Previous.First(null), new Previous.At(1));
    }

    @Test
    void roomThatMayBeForgottenIsNotTakenForANewOne() {
        numbers.begin();
        previous("a", "b", "c");
        assertThat(previous("a")).containsExactly(new Previous.At(1));
        previous("d"); // b is the one that published least recently
        assertThat(previous("a", "b")).containsExactly(new Previous.At(4), new Previous.Forgotten());
        assertThat(previous("new")).containsExactly(new Previous.Forgotten());
    }
}
