package io.damso.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfirmationTimesTests {

    private final ConfirmationTimes times = new ConfirmationTimes();

    @Test
    void everyAcknowledgementOfASentMessageIsMeasuredOnce() {
        times.sent(null, 2);
        times.sent(null, 3);
        times.acknowledged(null, 2);
        times.acknowledged(null, 2);
        times.acknowledged(null, 9);
        assertThat(times.times().count()).isEqualTo(1);
        assertThat(times.missing()).isEqualTo(1);
    }

    @Test
    void resetForgetsTimesButNoMessage() {
        times.sent(null, 2);
        times.acknowledged(null, 2);
        times.sent(null, 3);
        times.reset();
        times.acknowledged(null, 3);
        assertThat(times.times().count()).isEqualTo(1);
        assertThat(times.missing()).isZero();
    }
}
