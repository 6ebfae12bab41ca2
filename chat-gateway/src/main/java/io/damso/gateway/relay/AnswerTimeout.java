package io.damso.gateway.relay;

import org.springframework.messaging.Message;
import org.springframework.messaging.tcp.TcpConnection;
import org.springframework.messaging.tcp.TcpConnectionHandler;

/**
 * Closes a connection on which nothing arrives for a time after its begin. Spring's relay waits without a limit for
 * CONNECTED; with that frame it replaces this timeout by that of the heart-beats.
 *
 * @param millis the time, in milliseconds
 */
record AnswerTimeout(TcpConnectionHandler<byte[]> handler, long millis) implements TcpConnectionHandler<byte[]> {

    @Override
    public void afterConnected(TcpConnection<byte[]> connection) {
        connection.onReadInactivity(connection::close, millis);
        handler.afterConnected(connection);
    }

    @Override
    public void afterConnectFailure(Throwable failure) {
        handler.afterConnectFailure(failure);
    }

    @Override
    public void handleMessage(Message<byte[]> message) {
        handler.handleMessage(message);
    }

    @Override
    public void handleFailure(Throwable failure) {
        handler.handleFailure(failure);
    }

    @Override
    public void afterConnectionClosed() {
        handler.afterConnectionClosed();
    }
}
