package io.damso.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that neither accepts nor refuses connections, like a port of a host that has failed. Its queue of new
 * connections is full, so the kernel drops each further SYN (Linux, {@code listen(2)}).
 */
final class UnresponsiveHost implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 300;
    private static final int MOST_CONNECTIONS = 64;

    private final ServerSocket server;
    private final List<Socket> queued = new ArrayList<>();

    /** Occupies the port and fills its queue. */
    UnresponsiveHost(int port) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        server = new ServerSocket(port, 1, loopback);
        while (queued.size() < MOST_CONNECTIONS) {
            Socket socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(new InetSocketAddress(loopback, port), CONNECT_TIMEOUT_MILLIS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IllegalStateException("Port " + port + " still accepts connections");
    }

    /** Returns the number of connections that fill the queue. */
    int queued() {
        return queued.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        server.close();
    }
}
