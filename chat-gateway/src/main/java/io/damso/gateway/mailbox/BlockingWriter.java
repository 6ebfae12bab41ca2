package io.damso.gateway.mailbox;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** Writes to a SockJS session, whose transports wait for the socket; on a virtual thread, so nobody else waits. */
final class BlockingWriter implements SocketWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BlockingWriter.class);

    private final WebSocketSession socket;
    private final Mailbox mailbox;
    private final Runnable hardEnd;

    /**
     * Creates a writer.
     *
     * @param hardEnd ends the connection below the session at once, where there is one
     */
    BlockingWriter(WebSocketSession socket, Mailbox mailbox, Runnable hardEnd) {
        this.socket = socket;
        this.mailbox = mailbox;
        this.hardEnd = hardEnd;
    }

    @Override
    public void drain() {
        Thread.startVirtualThread(this::write);
    }

    private void write() {
        try {
            byte[] batch = mailbox.take();
            while (batch != null && batch != Mailbox.CLOSE) {
                socket.sendMessage(new TextMessage(batch));
                batch = mailbox.take();
            }
            if (batch != null) {
                socket.close(mailbox.closeStatus());
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Session {} cannot be written to", socket.getId(), e);
            mailbox.discard();
            abort();
        }
    }

    @Override
    public void abort() {
        hardEnd.run();
        Thread.startVirtualThread(this::close);
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Session {} was closed already", socket.getId(), e);
        }
    }
}
