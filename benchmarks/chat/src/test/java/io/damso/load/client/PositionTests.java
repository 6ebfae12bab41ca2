package io.damso.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PositionTests {

    private final Position position = new Position();

    @Test
    void theNewestPositionIsResumed() {
        assertThat(position.beginSubscription()).isNull();
        reach("one");
        reach("longer");
        reach("two");
        assertThat(position.beginSubscription()).isEqualTo("two");
        reach("three");
        assertThat(position.beginSubscription()).isEqualTo("three");
    }

    @Test
    void doesNotKeepTheCallersArray() {
        byte[] shared = "one".getBytes(StandardCharsets.US_ASCII);
        position.reached(shared, 0, 3);
        shared[0] = 'x';
        assertThat(position.beginSubscription()).isEqualTo("one");
    }

    @Test
    void aPositionBehindAHoleIsNotResumed() {
        reach("one");
        position.beginSubscription();
        reach("live, before the answer");
        position.notRecovered();
        reach("live");
        assertThat(position.beginSubscription()).isEqualTo("one");
        reach("live, of the next connection");
        assertThat(position.beginSubscription()).isEqualTo("one");
        position.recovered();
        reach("two");
        assertThat(position.beginSubscription()).isEqualTo("two");
    }

    private void reach(String text) {
        byte[] bytes = ("position:" + text + "\n").getBytes(StandardCharsets.US_ASCII);
        position.reached(bytes, 9, bytes.length - 1);
    }
}
