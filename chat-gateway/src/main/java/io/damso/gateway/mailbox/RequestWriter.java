package io.damso.gateway.mailbox;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.sockjs.transport.session.AbstractHttpSockJsSession;

/**
 * Writes to a SockJS session over HTTP, into the open read request of its client. A polling client has no open request
 * for part of the time. Until there is one, the frames and the close stay in the mailbox. Spring's session would accept
 * them at any time, but its cache is bounded in messages, not in bytes, and is dropped with the close, so the last
 * frames would be lost. Spring ends the session of a client that sends no further request ({@code disconnectDelay}).
 */
final class RequestWriter extends BlockingWriter {

    private static final int BYTES_PER_ARRAY = 64 * 1024;

    private final AbstractHttpSockJsSession session;
    private final Mailbox mailbox;
    private final AtomicBoolean waits = new AtomicBoolean();
    private volatile boolean handled;

    RequestWriter(AbstractHttpSockJsSession session, Mailbox mailbox) {
        super(session, mailbox, BYTES_PER_ARRAY, () -> {});
        this.session = session;
        this.mailbox = mailbox;
    }

    /** Records the start of a request. Nothing may be written into it while Spring handles it. */
    void requestComes() {
        handled = false;
    }

    void requestIsHandled() {
        handled = true;
        if (isOpen() && waits.compareAndSet(true, false)) {
            drain();
        }
    }

    private boolean isOpen() {
        return handled && session.isActive();
    }

    @Override
    @Nullable
    List<byte[]> next() {
        while (!isOpen()) {
            if (!mailbox.pause() || isLeftToTheNextRequest()) {
                return null;
            }
        }
        return super.next();
    }

    /** Checks again after the flag is set, because a request that arrived in between did not see the flag. */
    private boolean isLeftToTheNextRequest() {
        waits.set(true);
        return !isOpen() || !waits.compareAndSet(true, false);
    }
}
