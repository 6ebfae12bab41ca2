package io.damso.bench.broker.server;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.Socket;

/** An AMQP connection that can be lost without a farewell. Thread-safe. */
public final class Link implements AutoCloseable {

    private static final int LONGEST_CLOSE_MILLIS = 5_000;

    private final Connection connection;
    private final Socket socket;

    Link(Connection connection, Socket socket) {
        this.connection = connection;
        this.socket = socket;
    }

    /**
     * Opens a channel.
     *
     * @throws IOException if the connection is closed, or has no channel left
     */
    public Channel channel() throws IOException {
        return connection
                .openChannel()
                .orElseThrow(() -> new IOException("The broker allows no further channel on this connection"));
    }

    /** Closes the socket only, as the end of a killed process does. */
    public void cut() throws IOException {
        socket.close();
    }

    /** Closes the connection. Never throws; a connection that is lost stays so. */
    @Override
    public void close() {
        connection.abort(LONGEST_CLOSE_MILLIS);
    }
}
