package io.damso.gateway.mailbox;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.WebSocketSession;

/**
 * Writes to a session whose transport blocks, such as SockJS. Each drain runs on a new virtual thread, so callers do
 * not wait.
 */
class BlockingWriter implements SocketWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BlockingWriter.class);

    private final WebSocketSession socket;
    private final Mailbox mailbox;
    private final int bytesPerArray;
    private final Runnable hardEnd;

    /**
     * Creates a writer.
     *
     * @param bytesPerArray maximum bytes of frames in one array; a larger frame is sent alone
     * @param hardEnd ends the connection of the session at once; does nothing where there is none
     */
    BlockingWriter(WebSocketSession socket, Mailbox mailbox, int bytesPerArray, Runnable hardEnd) {
        this.socket = socket;
        this.mailbox = mailbox;
        this.bytesPerArray = bytesPerArray;
        this.hardEnd = hardEnd;
    }

    @Override
    public final void drain() {
        Thread.startVirtualThread(this::write);
    }

    private void write() {
        try {
            List<byte[]> frames = next();
            while (frames != null && !frames.isEmpty()) {
                socket.sendMessage(FrameArrays.message(frames));
                frames = next();
            }
            if (frames != null) {
                socket.close(mailbox.closeStatus());
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Session {} cannot be written to", socket.getId(), e);
            mailbox.discard();
            abort();
        }
    }

    /**
     * Takes the frames to write next.
     *
     * @return an empty list if only the close is left; null if the writer must stop
     */
    @Nullable
    List<byte[]> next() {
        return mailbox.take(bytesPerArray);
    }

    @Override
    public final void abort() {
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
