package io.damso.gateway.mailbox;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.sockjs.transport.SockJsSession;
import org.springframework.web.socket.sockjs.transport.session.AbstractHttpSockJsSession;

/** Creates the mailbox of a socket, with the writer for its transport. */
@Component
public final class Mailboxes implements DisposableBean {

    private static final String REQUEST_WRITER = RequestWriter.class.getName();

    /**
     * Maximum bytes of frames in one array of SockJS's WebSocket transport. Clients on Tomcat close the connection for
     * a message above 8 KiB. An array is one message, in which some characters are escaped twice.
     */
    private static final int MOST_PER_ARRAY = 4 * 1024;

    private final MailboxProperties properties;
    private final List<FanOutThread> threads;
    private final AtomicInteger made = new AtomicInteger();

    Mailboxes(MailboxProperties properties) {
        this.properties = properties;
        this.threads = IntStream.rangeClosed(1, Runtime.getRuntime().availableProcessors())
                .mapToObj(number -> FanOutThread.start(number, properties.pace()))
                .toList();
    }

    /**
     * Returns the mailbox of a new socket.
     *
     * @param tooSlow close status of a client that exceeds the limit
     * @param onTooSlow called in that case; must not block
     */
    public Mailbox open(
            org.springframework.web.socket.WebSocketSession socket, CloseStatus tooSlow, Runnable onTooSlow) {
        FanOutThread fanOut = threads.get(Math.floorMod(made.getAndIncrement(), threads.size()));
        return new Mailbox(properties, tooSlow, onTooSlow, fanOut, mailbox -> writer(socket, mailbox));
    }

    private SocketWriter writer(org.springframework.web.socket.WebSocketSession socket, Mailbox mailbox) {
        if (socket instanceof AbstractHttpSockJsSession session) {
            RequestWriter writer = new RequestWriter(session, mailbox);
            session.getAttributes().put(REQUEST_WRITER, writer);
            return writer;
        }
        int size = Math.toIntExact(properties.writeSize().toBytes());
        Session jetty = socket instanceof NativeWebSocketSession below ? below.getNativeSession(Session.class) : null;
        if (!(socket instanceof SockJsSession) && jetty instanceof WebSocketSession session) {
            return new JettyWriter(session.getCoreSession(), mailbox, size);
        }
        int perArray = socket instanceof SockJsSession ? Math.min(size, MOST_PER_ARRAY) : 0;
        return new BlockingWriter(socket, mailbox, perArray, jetty == null ? () -> {} : jetty::disconnect);
    }

    /** Records the start of a read request of a SockJS session over HTTP, before Spring handles it. */
    public static void requestComes(SockJsSession session) {
        if (session.getAttributes().get(REQUEST_WRITER) instanceof RequestWriter writer) {
            writer.requestComes();
        }
    }

    /** Records that Spring has handled the read request. Waiting frames are written if it is still open. */
    public static void requestIsHandled(SockJsSession session) {
        if (session.getAttributes().get(REQUEST_WRITER) instanceof RequestWriter writer) {
            writer.requestIsHandled();
        }
    }

    @Override
    public void destroy() {
        threads.forEach(FanOutThread::stop);
    }
}
