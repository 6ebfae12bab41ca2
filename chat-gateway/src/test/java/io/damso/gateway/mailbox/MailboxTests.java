package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.CloseStatus;

class MailboxTests {

    private static final CloseStatus TOO_SLOW = new CloseStatus(1008, "too slow");
    private static final int LIMIT = 64 * 1024;

    private final AtomicInteger tooSlow = new AtomicInteger();
    private final FanOutThread fanOut = FanOutThread.start(1, Duration.ZERO);
    private final RecordingWriter writer = new RecordingWriter();
    private final Mailbox mailbox = mailbox(fanOut);

    @AfterEach
    void stopFanOut() {
        fanOut.stop();
    }

    @Test
    void waitingFramesAreWrittenTogetherInOrderUpToTheSizeOfAWrite() {
        List.of("aaaa", "bbb", "ccc", "d", "eeeeeeeeeeee", "f").forEach(frame -> mailbox.send(bytes(frame)));
        assertThat(takeAll(10)).containsExactly("aaaa bbb ccc", "d", "eeeeeeeeeeee", "f");
    }

    @Test
    void framesAreWrittenOneByOneWhenAWriteHasNoSize() {
        List.of("a", "b").forEach(frame -> mailbox.send(bytes(frame)));
        assertThat(takeAll(0)).containsExactly("a", "b");
    }

    @Test
    void framesAreNotCopied() {
        byte[] shared = bytes("shared");
        mailbox.send(shared);
        mailbox.send(shared);
        assertThat(mailbox.take(100))
                .allSatisfy(frame -> assertThat(frame).isSameAs(shared))
                .hasSize(2);
    }

    @Test
    void pausedWriterIsCalledAgainOnlyAfterItHasTakenEverything() {
        mailbox.send(bytes("a"));
        mailbox.send(bytes("b"));
        mailbox.take(0);
        assertThat(mailbox.pause()).isTrue();
        assertThat(mailbox.writingNanos(System.nanoTime() + 1_000_000_000)).isZero();
        mailbox.send(bytes("c"));
        assertThat(writer.drains).hasSize(1);
        mailbox.take(100);
        assertThat(mailbox.pause()).isFalse();
        mailbox.send(bytes("d"));
        assertThat(writer.drains).hasSize(2);
    }

    @Test
    void pausedWriterDoesNotTakeTheClose() {
        mailbox.send(bytes("a"));
        mailbox.take(0);
        mailbox.close(CloseStatus.NORMAL);
        assertThat(mailbox.pause()).isTrue();
        assertThat(takeAll(0)).containsExactly("close");
    }

    @Test
    void onlyOneWriterRunsAtATime() {
        mailbox.send(bytes("a"));
        mailbox.send(bytes("b"));
        assertThat(writer.drains).hasSize(1);
        mailbox.take(0);
        mailbox.send(bytes("c"));
        assertThat(writer.drains).hasSize(1);
        takeAll(0);
        mailbox.send(bytes("d"));
        assertThat(writer.drains).hasSize(2);
    }

    @Test
    void sharedFramesAreWrittenOnTheFanOutThread() {
        mailbox.deliver(bytes("a"));
        await("the fan-out thread").until(() -> !writer.drains.isEmpty());
        assertThat(writer.drains.getFirst()).isEqualTo("fan-out-1");
    }

    @Test
    void afterAnIdlePeriodOneFrameIsWrittenAtOnceAndTheNextOnesTogether() {
        Duration pace = Duration.ofSeconds(8);
        FanOutThread paced = FanOutThread.start(2, pace);
        try {
            Mailbox mailbox = mailbox(paced);
            mailbox.deliver(bytes("a"));
            await("the first frame").atMost(pace.minusSeconds(1)).until(() -> writer.drains.size() == 1);
            assertThat(takeAll(mailbox, 100)).containsExactly("a");
            mailbox.deliver(bytes("b"));
            mailbox.deliver(bytes("c"));
            await("the next round").atMost(pace.multipliedBy(4)).until(() -> writer.drains.size() == 2);
            assertThat(takeAll(mailbox, 100)).containsExactly("b c");
        } finally {
            paced.stop();
        }
    }

    @Test
    void closeIsWrittenAfterAllFramesAndNothingAfterIt() {
        mailbox.send(bytes("a"));
        mailbox.send(bytes("b"));
        mailbox.close(CloseStatus.NORMAL);
        mailbox.close(CloseStatus.SERVER_ERROR);
        mailbox.send(bytes("c"));
        assertThat(takeAll(0)).containsExactly("a", "b", "close");
        assertThat(mailbox.closeStatus()).isEqualTo(CloseStatus.NORMAL);
    }

    @Test
    void nothingComesBetweenTheLastFrameAndTheClose() {
        mailbox.send(bytes("a"));
        mailbox.close(bytes("last"), CloseStatus.PROTOCOL_ERROR);
        mailbox.send(bytes("b"));
        assertThat(takeAll(0)).containsExactly("a", "last", "close");
        assertThat(writer.drains).hasSize(1);
    }

    @Test
    void readerOverTheLimitLosesWaitingFramesAndIsClosed() {
        mailbox.send(new byte[LIMIT / 2]);
        mailbox.send(new byte[LIMIT / 2]);
        assertThat(mailbox.isClosing()).isTrue();
        assertThat(takeAll(0)).containsExactly("close");
        assertThat(mailbox.closeStatus()).isEqualTo(TOO_SLOW);
        mailbox.send(new byte[LIMIT]);
        assertThat(tooSlow).as("count of slow readers").hasValue(1);
    }

    @Test
    void oneFrameMayBeLargerThanTheLimit() {
        mailbox.send(new byte[2 * LIMIT]);
        assertThat(mailbox.isClosing()).isFalse();
        assertThat(mailbox.take(0))
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(2 * LIMIT));
    }

    @Test
    void takenFramesFreeSpace() {
        for (int i = 0; i < 10; i++) {
            mailbox.send(new byte[LIMIT / 2]);
            assertThat(mailbox.take(0)).hasSize(1);
        }
        assertThat(mailbox.isClosing()).isFalse();
    }

    @Test
    void endlessWriteIsDetected() {
        mailbox.send(bytes("a"));
        mailbox.take(0);
        assertThat(mailbox.writingNanos(System.nanoTime() + 1_000_000_000)).isGreaterThanOrEqualTo(1_000_000_000);
        assertThat(mailbox.idleNanos(System.nanoTime() + 1_000_000_000)).isZero();
        mailbox.take(0);
        assertThat(mailbox.writingNanos(System.nanoTime() + 1_000_000_000)).isZero();
        assertThat(mailbox.idleNanos(System.nanoTime() + 1_000_000_000)).isGreaterThanOrEqualTo(1_000_000_000);
    }

    private Mailbox mailbox(FanOutThread thread) {
        MailboxProperties properties = new MailboxProperties(
                DataSize.ofBytes(LIMIT), Duration.ofSeconds(1), Duration.ZERO, DataSize.ofKilobytes(8));
        return new Mailbox(properties, TOO_SLOW, tooSlow::incrementAndGet, thread, mailbox -> writer);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private List<String> takeAll(int most) {
        return takeAll(mailbox, most);
    }

    /** Returns the frames of each write. */
    private static List<String> takeAll(Mailbox mailbox, int most) {
        List<String> taken = new ArrayList<>();
        for (List<byte[]> next = mailbox.take(most); next != null; next = mailbox.take(most)) {
            if (next.isEmpty()) {
                taken.add("close");
                break;
            }
            taken.add(next.stream()
                    .map(frame -> new String(frame, StandardCharsets.US_ASCII))
                    .collect(Collectors.joining(" ")));
        }
        return taken;
    }

    /** Writes nothing. Records the threads on which it was called. */
    private static final class RecordingWriter implements SocketWriter {

        private final List<String> drains = new CopyOnWriteArrayList<>();

        @Override
        public void drain() {
            drains.add(Thread.currentThread().getName());
        }

        @Override
        public void abort() {}
    }
}
