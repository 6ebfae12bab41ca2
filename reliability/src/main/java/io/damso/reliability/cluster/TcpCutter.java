package io.damso.reliability.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP path that can be cut: bytes of one or both directions do not arrive, as if a cable was pulled out, and arrive late
 * when it is healed. Thread-safe.
 */
public final class TcpCutter implements AutoCloseable {

    /** A direction, seen from the one who connects. */
    public enum Direction {
        /** To the server. */
        UP,
        /** From the server. */
        DOWN
    }

    private static final int PACKET = 16 * 1024;
    private static final int BACKLOG = 64;

    private final int targetPort;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Direction> cut = EnumSet.noneOf(Direction.class);
    private boolean closed;

    /**
     * Creates a path from a free port of the loopback address to another port of it.
     *
     * @throws UncheckedIOException if it cannot listen
     */
    public TcpCutter(int targetPort) {
        this.targetPort = targetPort;
        try {
            this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("cutter-accept").start(this::accept);
    }

    /** Returns the port to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Lets no more bytes pass in these directions; connections stay open. */
    public void cut(Set<Direction> directions) {
        change(() -> cut.addAll(directions));
    }

    /** Lets all bytes pass, first those that were held back. */
    public void heal() {
        change(cut::clear);
    }

    /** Closes all connections, as the end of one side does. New ones are accepted. */
    public void closeConnections() {
        sockets.forEach(TcpCutter::close);
    }

    @Override
    public void close() {
        change(() -> closed = true);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeConnections();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
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
                try {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                    sockets.add(client);
                    Thread.ofVirtual().name("cutter-up").start(() -> carry(client, server, Direction.UP));
                    Thread.ofVirtual().name("cutter-down").start(() -> carry(server, client, Direction.DOWN));
                } catch (IOException e) {
                    client.close(); // the target is away
                }
            } catch (IOException e) {
                // The cutter was closed, or one connection failed; it sees a closed one.
            }
        }
    }

    private void carry(Socket from, Socket to, Direction direction) {
        byte[] packet = new byte[PACKET];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int size = in.read(packet); size >= 0 && passes(direction); size = in.read(packet)) {
                out.write(packet, 0, size);
            }
            passes(direction); // the end of a connection does not pass either
        } catch (IOException e) {
            // One end has closed; the other is closed now, too.
        } finally {
            sockets.remove(from);
        }
    }

    /** Waits while the direction is cut; returns whether the cutter is still open. */
    private boolean passes(Direction direction) {
        lock.lock();
        try {
            while (!closed && cut.contains(direction)) {
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }
}
