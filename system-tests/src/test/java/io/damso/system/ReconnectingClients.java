package io.damso.system;

import io.damso.system.wire.RawConnection;
import io.damso.system.wire.RawWebSocket;
import io.damso.system.wire.Received;
import io.damso.system.wire.WireFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Many clients that connect through NGINX, each from its own address, and that retry every 100 ms when they are
 * refused. Sessions stay open until this object is closed.
 */
final class ReconnectingClients implements AutoCloseable {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Pattern NODE = Pattern.compile("\nnode:(\\S+)");

    private final int port;
    private final SSLContext tls;
    private final List<String> tokens;
    private final List<RawWebSocket> sessions = new ArrayList<>();
    private int next;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Creates no clients yet. Clients connect to this port and share the tokens, because sessions of a user are
     * limited.
     */
    ReconnectingClients(int port, SSLContext tls, List<String> tokens) {
        this.port = port;
        this.tls = tls;
        this.tokens = tokens;
    }

    /**
     * The result of connecting.
     *
     * @param byNode number of sessions on each gateway; {@code nowhere} counts clients that did not connect in time
     * @param last time of the last successful CONNECT, of {@link System#nanoTime()}
     */
    record Connected(Map<String, Integer> byNode, long last) {

        /** Returns the number of sessions on the gateway. */
        int on(String node) {
            return byNode.getOrDefault(node, 0);
        }
    }

    /** Connects all clients at the same time, and waits for them. */
    Connected connectAll(int count) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        List<Future<String>> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int host = i;
            nodes.add(clients.submit(() -> connectUntilAccepted(host, end)));
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Future<String> node : nodes) {
            counts.merge(node.get(), 1, Integer::sum);
        }
        return new Connected(counts, System.nanoTime());
    }

    /** Connects further clients, each after the one before it, with the users by turns. */
    Connected connectOneByOne(int count) {
        long end = System.nanoTime() + LIMIT_NANOS;
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            counts.merge(connectUntilAccepted(next++, end), 1, Integer::sum);
        }
        return new Connected(counts, System.nanoTime());
    }

    private String connectUntilAccepted(int host, long end) {
        while (System.nanoTime() < end) {
            try {
                return connect(RawConnection.open(port, tls, host), tokens.get(host % tokens.size()));
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE_NANOS); // refused, or disconnected with its gateway
            }
        }
        return "nowhere";
    }

    private String connect(RawConnection connection, String token) throws IOException {
        boolean open = false;
        try {
            RawWebSocket socket = RawWebSocket.open(connection, "/ws");
            socket.send(WireFrame.text(
                    "CONNECT\naccept-version:1.2\nhost:damso\nAuthorization:Bearer " + token + "\n\n\0"));
            if (socket.next() instanceof Received.Text connected) {
                Matcher node = NODE.matcher(connected.text());
                if (node.find()) {
                    synchronized (sessions) {
                        sessions.add(socket);
                    }
                    open = true;
                    return node.group(1);
                }
            }
            throw new IOException("no CONNECTED");
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }

    /** Ends all sessions without a close frame. */
    void leave() {
        synchronized (sessions) {
            sessions.forEach(RawWebSocket::close);
            sessions.clear();
        }
    }

    @Override
    public void close() {
        leave();
        clients.close();
    }
}
