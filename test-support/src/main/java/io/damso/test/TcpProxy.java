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
 * A TCP proxy between a client and a server that a test can cut and restore. The port stays open; while the proxy is
 * cut, it closes new connections at once.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = new HashSet<>();
    private boolean cut;

    /** Creates a proxy to the target on a free port of the loopback address. */
    public TcpProxy(String host, int targetPort) {
        this(host, targetPort, ServerSocketFactory.getDefault());
    }

    /** Creates a proxy that terminates TLS: its clients use TLS, the connection to the target is plain. */
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

    /** Closes all connections, and new ones at once. Does nothing if the proxy is cut already. */
    public synchronized void cut() {
        cut = true;
        sockets.forEach(TcpProxy::closeQuietly);
        sockets.clear();
    }

    /** Accepts connections again. Does nothing if the proxy is not cut. */
    public synchronized void restore() {
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
                // The proxy was closed, or the target is not reachable: the client sees a closed connection.
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

    /** Registers a connection; returns false and closes it if the proxy is cut. */
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
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end has closed; the other is closed now, too.
        } finally {
            leave(from, to);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // The socket is not used any more.
        }
    }
}
