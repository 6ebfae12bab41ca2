package io.damso.gateway.mailbox;

import static org.eclipse.jetty.websocket.core.CloseStatus.NORMAL_STATUS;
import static org.eclipse.jetty.websocket.core.CloseStatus.asPayloadBuffer;

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
            socket.sendFrame(new Goodbye(mailbox.closeStatus()), Callback.NOOP, false);
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

    /**
     * A close frame that Jetty takes for an ordinary one, whatever its code. Behind another one it would end the
     * connection at once; what the client is still sending would then be answered with a reset, and that takes back the
     * ERROR frame which the client has not read yet. So the client is waited for, as after every close (RFC 6455 §7.1.1).
     */
    private static final class Goodbye extends Frame implements org.eclipse.jetty.websocket.core.CloseStatus.Supplier {

        Goodbye(CloseStatus status) {
            super(OpCode.CLOSE, true, asPayloadBuffer(status.getCode(), status.getReason()));
        }

        @Override
        public org.eclipse.jetty.websocket.core.CloseStatus getCloseStatus() {
            return NORMAL_STATUS;
        }
    }
}
