package io.damso.gateway.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.CloseStatus;

/** A mailbox whose socket accepts all bytes at once until it is stalled. Close it after the test. */
public final class TestMailbox implements AutoCloseable {

    /** The written frames; a close is {@code close <code> <reason>}, an abort {@code abort}. */
    public final List<String> written = new CopyOnWriteArrayList<>();

    private final FanOutThread fanOut = FanOutThread.start(1, Duration.ZERO);
    private final Mailbox mailbox;
    private volatile boolean stalled;

    public TestMailbox() {
        MailboxProperties properties = new MailboxProperties(
                DataSize.ofMegabytes(1), Duration.ofSeconds(10), Duration.ZERO, DataSize.ofKilobytes(8));
        this.mailbox = new Mailbox(properties, new CloseStatus(4000, "slow-consumer"), () -> {}, fanOut, Writer::new);
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    /** From now on the socket accepts one more frame. */
    public void stall() {
        stalled = true;
    }

    @Override
    public void close() {
        fanOut.stop();
    }

    private final class Writer implements SocketWriter {

        private final Mailbox from;

        private Writer(Mailbox from) {
            this.from = from;
        }

        @Override
        public void drain() {
            List<byte[]> next = from.take(0);
            while (next != null && !next.isEmpty() && !stalled) {
                next.forEach(frame -> written.add(new String(frame, StandardCharsets.UTF_8)));
                next = from.take(0);
            }
            if (next != null && next.isEmpty()) {
                CloseStatus status = from.closeStatus();
                written.add("close " + status.getCode() + " " + status.getReason());
            }
        }

        @Override
        public void abort() {
            written.add("abort");
        }
    }
}
