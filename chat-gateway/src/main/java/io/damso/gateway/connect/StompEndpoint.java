package io.damso.gateway.connect;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketSession;

/**
 * Hands on what Jetty reads, frame by frame: parts of messages as they come, so that nobody keeps them, and pings, so
 * that the session can count them. The next frame is read when this one is dealt with, a ping when its pong is
 * written: a client that does not read is not read, either. Public because Jetty calls it.
 */
public final class StompEndpoint implements Session.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(StompEndpoint.class);

    private final WebSocketHandler handler;
    private final JettyWebSocketSession socket;
    private @Nullable Session session;

    StompEndpoint(WebSocketHandler handler, JettyWebSocketSession socket) {
        this.handler = handler;
        this.socket = socket;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        try {
            socket.initializeNativeSession(opened);
            handler.afterConnectionEstablished(socket);
            opened.demand();
        } catch (Exception e) {
            fail(opened, e);
        }
    }

    @Override
    public void onWebSocketPartialText(String payload, boolean last) {
        handle(new TextMessage(payload, last), true);
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        BinaryMessage message = new BinaryMessage(copy(payload), last);
        callback.succeed();
        handle(message, true);
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        PingMessage ping = new PingMessage(copy(payload));
        Session opened = handle(ping, false);
        if (opened != null) {
            opened.sendPong(ping.getPayload(), Callback.from(opened::demand, failure -> opened.demand()));
        }
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        handle(new PongMessage(copy(payload)), true);
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
        callback.succeed();
        try {
            handler.afterConnectionClosed(socket, new CloseStatus(code, reason));
        } catch (Exception e) {
            LOG.error("The end of session {} failed in an unforeseen way", socket.getId(), e);
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        try {
            handler.handleTransportError(socket, cause);
        } catch (Exception e) {
            LOG.error("A failed socket of session {} could not be told", socket.getId(), e);
        }
    }

    /** Returns the session if the message was handled and the session is to be read on. */
    private @Nullable Session handle(WebSocketMessage<?> message, boolean readsOn) {
        Session opened = session;
        if (opened == null) {
            return null;
        }
        try {
            handler.handleMessage(socket, message);
            if (readsOn) {
                opened.demand();
            }
            return opened;
        } catch (Exception e) {
            fail(opened, e);
            return null;
        }
    }

    private void fail(Session opened, Exception cause) {
        LOG.error("Session {} failed in an unforeseen way", socket.getId(), cause);
        if (opened.isOpen()) {
            Callback callback = Callback.from(() -> {}, failure -> opened.disconnect());
            opened.close(CloseStatus.SERVER_ERROR.getCode(), null, callback);
        } else {
            opened.disconnect();
        }
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }
}
