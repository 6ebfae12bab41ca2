package io.damso.gateway.mailbox;

import io.damso.gateway.TwoThreads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.CloseStatus;

/** Threads that use one mailbox, in many orders of their steps. */
class MailboxInterleavingTests {

    private static final int ORDERS = 1_000;
    private static final CloseStatus TOO_SLOW = new CloseStatus(4000, "slow-consumer");
    private static final MailboxProperties PROPERTIES =
            new MailboxProperties(DataSize.ofKilobytes(64), Duration.ofSeconds(10), Duration.ZERO, DataSize.ofBytes(2));

    private static final FanOutThread UNUSED = FanOutThread.start(1, Duration.ZERO);

    @AfterAll
    static void stop() {
        UNUSED.stop();
    }

    /** Writes into a list. If two threads wrote at the same time, their frames would be lost or mixed. */
    private static final class ListWriter implements SocketWriter {

        private final Mailbox mailbox;
        private final List<String> written;

        ListWriter(Mailbox mailbox, List<String> written) {
            this.mailbox = mailbox;
            this.written = written;
        }

        @Override
        public void drain() {
            for (List<byte[]> next = mailbox.take(2); next != null; next = mailbox.take(2)) {
                if (next == Mailbox.CLOSE) {
                    written.add("close");
                    return;
                }
                next.forEach(frame -> written.add(new String(frame, StandardCharsets.US_ASCII)));
            }
        }

        @Override
        public void abort() {
            throw new AssertionError("Nobody aborts");
        }
    }

    private static Mailbox mailbox(List<String> written) {
        return new Mailbox(PROPERTIES, TOO_SLOW, () -> {}, UNUSED, mailbox -> new ListWriter(mailbox, written));
    }

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isInOrder(List<String> written, String first, String second) {
        int at = written.indexOf(first);
        return at >= 0 && at < written.indexOf(second);
    }

    /** Instead of AssertJ, whose own methods Lincheck would run step by step. */
    private static void require(boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError(seen);
        }
    }

    @Test
    void closeFollowsWhatWasAddedBefore() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            List<String> written = new ArrayList<>();
            Mailbox mailbox = mailbox(written);
            TwoThreads.run(
                    () -> {
                        mailbox.send(frame("a"));
                        mailbox.close(frame("last"), CloseStatus.NORMAL);
                    },
                    () -> mailbox.send(frame("x")));
            require(isInOrder(written, "a", "last"), written);
            require(
                    written.indexOf("last") == written.size() - 2
                            && written.getLast().equals("close"),
                    written);
            require(written.size() == 3 || written.size() == 4 && written.contains("x"), written);
        });
    }
}
