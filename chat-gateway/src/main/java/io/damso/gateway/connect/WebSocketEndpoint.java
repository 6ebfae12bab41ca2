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
 * Passes Jetty's WebSocket frames to the handler: parts of messages as they arrive, so that they are not buffered, and
 * pings, so that the session can count them. The next frame is demanded when the current one is handled, after a ping
 * when the pong is written. A client that does not read its pongs is therefore not read. Public because Jetty calls it.
 */
public final class WebSocketEndpoint implements Session.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketEndpoint.class);

    private final WebSocketHandler handler;
    private final JettyWebSocketSession socket;
    private @Nullable Session session;

    WebSocketEndpoint(WebSocketHandler handler, JettyWebSocketSession socket) {
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
            LOG.error("Closing session {} failed unexpectedly", socket.getId(), e);
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        try {
            handler.handleTransportError(socket, cause);
        } catch (Exception e) {
            LOG.error("Handling a transport error of session {} failed unexpectedly", socket.getId(), e);
        }
    }

    /**
     * Passes a message to the handler.
     *
     * @param readsOn whether to demand the next frame after it
     * @return the session; null if there is none or the handler failed
     */
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
        LOG.error("Session {} failed unexpectedly", socket.getId(), cause);
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
