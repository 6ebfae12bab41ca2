package io.damso.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A TCP proxy that can delay bytes, hold them back while both connections stay open, or cut connections. */
final class DelayingProxy implements AutoCloseable {

    private static final int PACKET = 16 * 1024;

    private final int targetPort;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long delayNanos;
    private boolean dead;
    private boolean closed;

    /** Creates a proxy without delay to a port of the loopback address. */
    DelayingProxy(int targetPort) {
        this.targetPort = targetPort;
        try {
            this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("wire-accept").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Delays all bytes that are read from now on, in both directions. */
    void delay(Duration delay) {
        change(() -> delayNanos = delay.toNanos());
    }

    /** Holds back all bytes until {@link #release}, without closing connections. */
    void holdBack() {
        change(() -> dead = true);
    }

    /** Forwards bytes again, the held ones first. */
    void release() {
        change(() -> dead = false);
    }

    /** Closes all connections, and holds back the bytes of new ones until {@link #release}. */
    void cut() {
        holdBack();
        open.forEach(DelayingProxy::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        change(() -> closed = true);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                open.add(client);
                Thread.ofVirtual().name("wire-up").start(() -> carry(client, server));
                Thread.ofVirtual().name("wire-down").start(() -> carry(server, client));
            } catch (IOException e) {
                // The proxy was closed, or the target is not reachable: the client sees a closed connection.
            }
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] packet = new byte[PACKET];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int size = in.read(packet); size >= 0 && arrives(); size = in.read(packet)) {
                out.write(packet, 0, size);
            }
        } catch (IOException e) {
            // One end has closed; the other is closed now, too.
        } finally {
            open.remove(from);
        }
    }

    /** Waits for the delay; returns whether the proxy is still open. */
    private boolean arrives() {
        long end = System.nanoTime();
        lock.lock();
        try {
            long left = delayNanos;
            end += left;
            while (!closed && (dead || left > 0)) {
                if (dead) {
                    changed.awaitUninterruptibly();
                } else {
                    changed.awaitNanos(left);
                }
                left = end - System.nanoTime();
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
