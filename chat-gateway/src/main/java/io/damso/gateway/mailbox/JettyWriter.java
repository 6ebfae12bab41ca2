package io.damso.gateway.mailbox;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.springframework.web.socket.CloseStatus;

/**
 * Writes to Jetty's socket without waiting; what the socket does not take at once goes on when it can, on a thread of
 * Jetty. Uses the core session, because the API above it takes text as a {@code String} only.
 */
final class JettyWriter extends IteratingCallback implements SocketWriter {

    private final CoreSession socket;
    private final Mailbox mailbox;

    JettyWriter(CoreSession socket, Mailbox mailbox) {
        this.socket = socket;
        this.mailbox = mailbox;
    }

    @Override
    public void drain() {
        iterate();
    }

    @Override
    protected Action process() {
        byte[] batch = mailbox.take();
        if (batch == null) {
            return Action.IDLE;
        }
        if (batch == Mailbox.CLOSE) {
            CloseStatus status = mailbox.closeStatus();
            socket.close(status.getCode(), status.getReason(), Callback.NOOP);
            return Action.SUCCEEDED;
        }
        socket.sendFrame(new Frame(OpCode.TEXT, true, ByteBuffer.wrap(batch)), this, false);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteFailure(Throwable failure) {
        mailbox.discard();
        socket.abort(); // the socket is of no more use
    }

    @Override
    public void abort() {
        socket.abort();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
