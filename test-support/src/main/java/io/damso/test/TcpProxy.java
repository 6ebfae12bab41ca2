package io.damso.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A wire between a client and a server that a test can cut and mend. The port stays the same; while the wire is cut,
 * connections are refused.
 */
public final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;

    /** Creates a whole wire to the target on a free port of the loopback address. */
    public TcpProxy(String host, int targetPort) {
        this.target = new InetSocketAddress(host, targetPort);
        this.port = BrokerAddress.freePorts(1).getFirst();
        mend();
    }

    /** Returns the port to connect to. */
    public int port() {
        return port;
    }

    /** Closes every connection and refuses new ones. Does nothing if the wire is cut. */
    public synchronized void cut() {
        if (listener != null) {
            closeQuietly(listener);
            listener = null;
            sockets.forEach(TcpProxy::closeQuietly);
            sockets.clear();
        }
    }

    /** Accepts connections again. Does nothing if the wire is whole. */
    public synchronized void mend() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listener = opened;
            Thread.ofVirtual().name("proxy-accept").start(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                connect(opened.accept());
            } catch (IOException e) {
                // The wire was cut, or the target is away: the client sees a closed connection.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(target);
        } catch (IOException e) {
            closeQuietly(client);
            throw e;
        }
        Thread.ofVirtual().name("proxy-up").start(() -> copy(client, server));
        Thread.ofVirtual().name("proxy-down").start(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either end has closed; both are closed now.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is of no more use either way.
        }
    }
}
