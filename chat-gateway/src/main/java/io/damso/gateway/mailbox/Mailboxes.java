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

/** Makes the mailbox of a socket, with the writer that fits. */
@Component
public final class Mailboxes implements DisposableBean {

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
     * @param tooSlow how a reader is closed that lets too much wait
     */
    public Mailbox open(org.springframework.web.socket.WebSocketSession socket, CloseStatus tooSlow) {
        FanOutThread fanOut = threads.get(Math.floorMod(made.getAndIncrement(), threads.size()));
        return new Mailbox(properties, tooSlow, fanOut, mailbox -> writer(socket, mailbox));
    }

    private static SocketWriter writer(org.springframework.web.socket.WebSocketSession socket, Mailbox mailbox) {
        Session jetty = socket instanceof NativeWebSocketSession below ? below.getNativeSession(Session.class) : null;
        if (!(socket instanceof SockJsSession) && jetty instanceof WebSocketSession session) {
            return new JettyWriter(session.getCoreSession(), mailbox);
        }
        return new BlockingWriter(socket, mailbox, jetty == null ? () -> {} : jetty::disconnect);
    }

    @Override
    public void destroy() {
        threads.forEach(FanOutThread::stop);
    }
}
