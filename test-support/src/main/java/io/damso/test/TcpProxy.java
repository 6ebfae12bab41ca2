package io.damso.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A wire between a client and a server that a test can cut and mend. The port stays the same and taken; while the wire
 * is cut, connections are closed as soon as they are made.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = new HashSet<>();
    private boolean cut;

    /** Creates a whole wire to the target on a free port of the loopback address. */
    public TcpProxy(String host, int targetPort) {
        this(host, targetPort, ServerSocketFactory.getDefault());
    }

    /** Creates a whole wire whose clients must speak TLS; the target hears what they say in plain. */
    public TcpProxy(String host, int targetPort, SSLContext tls) {
        this(host, targetPort, tls.getServerSocketFactory());
    }

    private TcpProxy(String host, int targetPort, ServerSocketFactory listeners) {
        this.target = new InetSocketAddress(host, targetPort);
        try {
            this.listener = listeners.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy-accept").start(this::accept);
    }

    /** Returns the port to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Closes every connection, and new ones at once. Does nothing if the wire is cut. */
    public synchronized void cut() {
        cut = true;
        sockets.forEach(TcpProxy::closeQuietly);
        sockets.clear();
    }

    /** Lets connections through again. Does nothing if the wire is whole. */
    public synchronized void mend() {
        cut = false;
    }

    @Override
    public void close() {
        cut();
        closeQuietly(listener);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // The proxy was closed, or the target is away: the client sees a closed connection.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        if (!join(client, server)) {
            return;
        }
        try {
            server.connect(target);
        } catch (IOException e) {
            closeQuietly(client);
            throw e;
        }
        Thread.ofVirtual().name("proxy-up").start(() -> copy(client, server));
        Thread.ofVirtual().name("proxy-down").start(() -> copy(server, client));
    }

    /** Returns whether the wire is whole; if not, the client is gone. */
    private synchronized boolean join(Socket client, Socket server) {
        if (cut) {
            closeQuietly(client);
            return false;
        }
        sockets.add(client);
        sockets.add(server);
        return true;
    }

    private synchronized void leave(Socket client, Socket server) {
        sockets.remove(client);
        sockets.remove(server);
    }

    private void copy(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either end has closed; both are closed now.
        } finally {
            leave(from, to);
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
