package io.damso.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.CloseStatus;

class MailboxTests {

    private static final CloseStatus TOO_SLOW = new CloseStatus(1008, "too slow");
    private static final int LIMIT = 64 * 1024;

    private final FanOutThread fanOut = FanOutThread.start(1, Duration.ZERO);
    private final RecordingWriter writer = new RecordingWriter();

    @AfterEach
    void stopFanOut() {
        fanOut.stop();
    }

    @Test
    void waitingFramesAreJoinedInOrderUpToTheLimit() {
        Mailbox mailbox = mailbox(10);
        List.of("aaaa", "bbb", "ccc", "d", "eeeeeeeeeeee", "f").forEach(frame -> mailbox.send(bytes(frame)));
        assertThat(takeAll(mailbox)).containsExactly("aaaabbbccc", "d", "eeeeeeeeeeee", "f");
    }

    @Test
    void nothingIsJoinedWhenJoiningIsOff() {
        Mailbox mailbox = mailbox(0);
        List.of("a", "b").forEach(frame -> mailbox.send(bytes(frame)));
        assertThat(takeAll(mailbox)).containsExactly("a", "b");
    }

    @Test
    void aFrameThatLeavesAloneIsNotCopied() {
        Mailbox mailbox = mailbox(10);
        byte[] shared = bytes("shared");
        mailbox.send(shared);
        assertThat(mailbox.take()).isSameAs(shared);
    }

    @Test
    void onlyOneWriterIsAskedAtATime() {
        Mailbox mailbox = mailbox(10);
        mailbox.send(bytes("a"));
        mailbox.send(bytes("b"));
        assertThat(writer.drains).hasSize(1);
        mailbox.take();
        mailbox.send(bytes("c"));
        assertThat(writer.drains).hasSize(1);
        takeAll(mailbox);
        mailbox.send(bytes("d"));
        assertThat(writer.drains).hasSize(2);
    }

    @Test
    void sharedFramesAreWrittenOnTheFanOutThread() {
        mailbox(10).deliver(bytes("a"));
        await("the fan-out thread").until(() -> !writer.drains.isEmpty());
        assertThat(writer.drains.getFirst()).isEqualTo("fan-out-1");
    }

    @Test
    void afterAQuietMomentAFrameLeavesAtOnceAndTheNextOnesTogether() {
        FanOutThread paced = FanOutThread.start(2, Duration.ofSeconds(2));
        try {
            Mailbox mailbox = mailbox(100, paced);
            mailbox.deliver(bytes("a"));
            await("the first frame").atMost(Duration.ofSeconds(1)).until(() -> writer.drains.size() == 1);
            assertThat(takeAll(mailbox)).containsExactly("a");
            mailbox.deliver(bytes("b"));
            mailbox.deliver(bytes("c"));
            await("the next round").until(() -> writer.drains.size() == 2);
            assertThat(takeAll(mailbox)).containsExactly("bc");
        } finally {
            paced.stop();
        }
    }

    @Test
    void closeLeavesAfterAllFramesAndNothingAfterIt() {
        Mailbox mailbox = mailbox(0);
        mailbox.send(bytes("a"));
        mailbox.send(bytes("b"));
        mailbox.close(CloseStatus.NORMAL);
        mailbox.close(CloseStatus.SERVER_ERROR);
        mailbox.send(bytes("c"));
        assertThat(takeAll(mailbox)).containsExactly("a", "b", "close");
        assertThat(mailbox.closeStatus()).isEqualTo(CloseStatus.NORMAL);
    }

    @Test
    void nothingComesBetweenTheLastFrameAndTheClose() {
        Mailbox mailbox = mailbox(0);
        mailbox.send(bytes("a"));
        mailbox.close(bytes("last"), CloseStatus.PROTOCOL_ERROR);
        mailbox.send(bytes("b"));
        assertThat(takeAll(mailbox)).containsExactly("a", "last", "close");
        assertThat(writer.drains).hasSize(1);
    }

    @Test
    void readerOverTheLimitLosesWhatWaitsAndIsClosed() {
        Mailbox mailbox = mailbox(0);
        mailbox.send(new byte[LIMIT / 2]);
        mailbox.send(new byte[LIMIT / 2]);
        assertThat(mailbox.isClosing()).isTrue();
        assertThat(takeAll(mailbox)).containsExactly("close");
        assertThat(mailbox.closeStatus()).isEqualTo(TOO_SLOW);
    }

    @Test
    void oneFrameMayBeLargerThanTheLimit() {
        Mailbox mailbox = mailbox(0);
        mailbox.send(new byte[2 * LIMIT]);
        assertThat(mailbox.isClosing()).isFalse();
        assertThat(mailbox.take()).hasSize(2 * LIMIT);
    }

    @Test
    void whatWasTakenMakesRoom() {
        Mailbox mailbox = mailbox(0);
        for (int i = 0; i < 10; i++) {
            mailbox.send(new byte[LIMIT / 2]);
            assertThat(mailbox.take()).hasSize(LIMIT / 2);
        }
        assertThat(mailbox.isClosing()).isFalse();
    }

    @Test
    void writeThatDoesNotEndIsSeen() {
        Mailbox mailbox = mailbox(0);
        mailbox.send(bytes("a"));
        mailbox.take();
        assertThat(mailbox.writingNanos(System.nanoTime() + 1_000_000_000)).isGreaterThanOrEqualTo(1_000_000_000);
        assertThat(mailbox.idleNanos(System.nanoTime() + 1_000_000_000)).isZero();
        mailbox.take();
        assertThat(mailbox.writingNanos(System.nanoTime() + 1_000_000_000)).isZero();
        assertThat(mailbox.idleNanos(System.nanoTime() + 1_000_000_000)).isGreaterThanOrEqualTo(1_000_000_000);
    }

    private Mailbox mailbox(long joinLimit) {
        return mailbox(joinLimit, fanOut);
    }

    private Mailbox mailbox(long joinLimit, FanOutThread thread) {
        MailboxProperties properties = new MailboxProperties(
                DataSize.ofBytes(LIMIT), Duration.ofSeconds(1), Duration.ZERO, DataSize.ofBytes(joinLimit));
        return new Mailbox(properties, TOO_SLOW, thread, mailbox -> writer);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> takeAll(Mailbox mailbox) {
        List<String> taken = new ArrayList<>();
        for (byte[] next = mailbox.take(); next != null; next = mailbox.take()) {
            if (next == Mailbox.CLOSE) {
                taken.add("close");
                break;
            }
            taken.add(new String(next, StandardCharsets.US_ASCII));
        }
        return taken;
    }

    /** Writes nothing; remembers on which threads it was asked to. */
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
