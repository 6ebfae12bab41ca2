package io.damso.gateway.mailbox;

import static org.eclipse.jetty.websocket.core.CloseStatus.NORMAL_STATUS;
import static org.eclipse.jetty.websocket.core.CloseStatus.asPayloadBuffer;

import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.springframework.web.socket.CloseStatus;

/**
 * Writes to Jetty's WebSocket without blocking. If the socket does not accept all bytes at once, Jetty continues the
 * write on one of its threads. Uses the core session, because the API above it accepts text only as a {@code String}.
 */
final class JettyWriter extends IteratingCallback implements SocketWriter {

    private final CoreSession socket;
    private final Mailbox mailbox;
    private final int bytesPerWrite;

    /**
     * Creates a writer.
     *
     * @param bytesPerWrite maximum bytes of frames in one write; a larger frame is written alone
     */
    JettyWriter(CoreSession socket, Mailbox mailbox, int bytesPerWrite) {
        this.socket = socket;
        this.mailbox = mailbox;
        this.bytesPerWrite = bytesPerWrite;
    }

    @Override
    public void drain() {
        iterate();
    }

    @Override
    protected Action process() {
        List<byte[]> frames = mailbox.take(bytesPerWrite);
        if (frames == null) {
            return Action.IDLE;
        }
        if (frames.isEmpty()) {
            socket.sendFrame(new CloseFrame(mailbox.closeStatus()), Callback.NOOP, false);
            return Action.SUCCEEDED;
        }
        socket.sendFrame(new TextMessages(frames), this, false);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteFailure(Throwable failure) {
        mailbox.discard();
        socket.abort(); // the socket cannot be used any more
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
     * A close frame with any code that reports a normal status to Jetty. With another status Jetty would end the
     * connection directly after the frame. Data that the client is still sending would then be answered with a TCP
     * reset, and the client could lose an ERROR frame that it has not read yet. With a normal status the server waits
     * for the client's close frame (RFC 6455 §7.1.1). It ends its side of the TCP connection all the same, so a proxy
     * must not take that as the end of the other side: {@code lingering_close} in {@code nginx.conf.template}.
     */
    private static final class CloseFrame extends Frame
            implements org.eclipse.jetty.websocket.core.CloseStatus.Supplier {

        CloseFrame(CloseStatus status) {
            super(OpCode.CLOSE, true, asPayloadBuffer(status.getCode(), status.getReason()));
        }

        @Override
        public org.eclipse.jetty.websocket.core.CloseStatus getCloseStatus() {
            return NORMAL_STATUS;
        }
    }
}
