package io.damso.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReconnectionsTests {

    private static final long SECOND = 1_000_000_000;

    @Test
    void sharesReferToAllDisconnectedClients() {
        Reconnections home = new Reconnections(4, List.of(11 * SECOND, 12 * SECOND, 13 * SECOND), 10 * SECOND);
        assertThat(home.seconds(0.5)).hasValue(2);
        assertThat(home.seconds(0.75)).hasValue(3);
        assertThat(home.seconds(0.99)).as("three of four are not 99 %").isEmpty();
        assertThat(home.seconds(1)).isEmpty();
    }

    @Test
    void whoIsBackBeforeTheCountBeginsIsBackAtOnce() {
        Reconnections home = new Reconnections(2, List.of(9 * SECOND, 12 * SECOND), 10 * SECOND);
        assertThat(home.seconds(0.5)).hasValue(0);
        assertThat(home.seconds(1)).hasValue(2);
    }

    @Test
    void noDisconnectedClientMeansNoTime() {
        assertThat(new Reconnections(0, List.of(), 0).seconds(1)).isEmpty();
    }
}
