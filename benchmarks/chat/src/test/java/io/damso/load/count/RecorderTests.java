package io.damso.load.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecorderTests {

    private static final int RUN = 0x7eadbeef;

    private final Recorder recorder = new Recorder(RUN);
    private final Ledger ledger = new Ledger(3, 1);

    @Test
    void findsThePayloadWhateverIsAroundIt() {
        recorder.time(100, 200);
        record("{\"id\":\"~dam\",\"text\":\"" + text(RUN, 3, 0, 1, 150) + "\",\"sentAt\":1}", 1_150);
        record(text(RUN, 3, 0, 2, 160), 1_160);
        record("longer than before, and other" + text(RUN, 3, 0, 3, 170), 1_170);
        assertThat(recorder.delivered()).isEqualTo(3);
        assertThat(recorder.stray()).isZero();
        assertThat(ledger.counts(new int[] {3}).clean()).isTrue();
        assertThat(recorder.latencies().getTotalCount()).isEqualTo(3);
        assertThat(recorder.latencies().getMaxValue()).isEqualTo(1_000);
    }

    @Test
    void timesOnlyWhatWasDueInTheWindowFromWhenItWasDue() {
        recorder.time(100, 200);
        record(text(RUN, 3, 0, 1, 99), 150);
        record(text(RUN, 3, 0, 2, 199), 900);
        record(text(RUN, 3, 0, 3, 200), 901);
        assertThat(recorder.latencies().getTotalCount()).isEqualTo(1);
        assertThat(recorder.latencies().getMaxValue()).isEqualTo(701);
    }

    @Test
    void theWindowCanEndEarlier() {
        recorder.time(100, 1_000);
        record(text(RUN, 3, 0, 1, 300), 310);
        recorder.timeUntil(400);
        record(text(RUN, 3, 0, 2, 399), 500);
        record(text(RUN, 3, 0, 3, 400), 501);
        assertThat(recorder.latencies().getTotalCount()).isEqualTo(2);
        assertThat(recorder.latencies().getMaxValue()).isEqualTo(101);
    }

    @Test
    void aSubscriberThatHasLostItsConnectionIsCountedButNotTimed() {
        recorder.time(0, 1_000);
        record(text(RUN, 3, 0, 1, 5), 6);
        ledger.stopTiming();
        record(text(RUN, 3, 0, 2, 7), 900);
        assertThat(recorder.delivered()).isEqualTo(2);
        assertThat(recorder.latencies().getTotalCount()).isEqualTo(1);
    }

    @Test
    void aDoubledMessageIsNotTimedTwice() {
        recorder.time(0, 10);
        record(text(RUN, 3, 0, 1, 5), 6);
        record(text(RUN, 3, 0, 1, 5), 9);
        assertThat(recorder.latencies().getTotalCount()).isEqualTo(1);
    }

    @Test
    void othersMessagesAreStray() {
        record(text(RUN - 1, 3, 0, 1, 5), 6);
        record(text(RUN, 4, 0, 1, 5), 6);
        record(text(RUN, 3, 1, 1, 5), 6);
        record("no payload", 6);
        record("", 6);
        assertThat(recorder.stray()).isEqualTo(5);
        assertThat(recorder.delivered()).isZero();
    }

    @Test
    void readsAPageOfHistory() {
        record(text(RUN, 3, 0, 1, 5), 6);
        String page = "[" + text(RUN, 3, 0, 1, 5) + "," + text(RUN, 3, 0, 2, 5) + "," + text(RUN, 3, 0, 3, 5) + "]";
        assertThat(recorder.recover(ledger, page.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(2);
        assertThat(ledger.counts(new int[] {3}).clean()).isTrue();
    }

    private static String text(int run, int room, int sender, int sequence, long intended) {
        String text = Payload.text(run, room, sender, sequence, intended, 200);
        assertThat(text).hasSize(200);
        return text;
    }

    private void record(String body, long now) {
        byte[] bytes = ("  " + body + "  ").getBytes(StandardCharsets.US_ASCII);
        recorder.record(ledger, bytes, 2, bytes.length - 2, now);
    }
}
