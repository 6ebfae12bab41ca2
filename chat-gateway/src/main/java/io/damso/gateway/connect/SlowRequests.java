package io.damso.gateway.connect;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose request does not arrive in time. Jetty's own timeout starts anew with each byte, so a byte
 * every now and then would keep a connection for ever. Its parser, which tells whether a request is on its way, is
 * reached by a class that Jetty calls internal; {@code SlowClientIT} notices when that changes.
 */
final class SlowRequests extends AbstractLifeCycle implements Connection.Listener, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);
    private static final long SWEEP_MILLIS = 500;
    private static final Long NOTHING_COMES = 0L;

    private final Map<HttpConnection, Long> since = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final long timeoutNanos;

    SlowRequests(Scheduler scheduler, Duration timeout) {
        this.scheduler = scheduler;
        this.timeoutNanos = timeout.toNanos();
    }

    @Override
    protected void doStart() {
        schedule();
    }

    private void schedule() {
        scheduler.schedule(this, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            since.put(http, NOTHING_COMES);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HttpConnection http) {
            since.remove(http); // also when it becomes a WebSocket
        }
    }

    @Override
    public void run() {
        if (isStopping() || isStopped()) {
            return;
        }
        try {
            long now = System.nanoTime() | 1;
            since.replaceAll((connection, start) -> look(connection, start, now));
        } catch (RuntimeException e) {
            LOG.error("Slow requests could not be looked for", e); // and must be again
        }
        schedule();
    }

    private Long look(HttpConnection connection, Long start, long now) {
        if (!isArriving(connection)) {
            return NOTHING_COMES;
        }
        if (start.equals(NOTHING_COMES)) {
            return now;
        }
        if (now - start > timeoutNanos) {
            LOG.debug("A request from {} did not arrive in time", connection.getEndPoint().getRemoteSocketAddress());
            connection.getEndPoint().close();
        }
        return start;
    }

    /** Whether headers have begun to come, or a connection has not yet been used at all. */
    private static boolean isArriving(HttpConnection connection) {
        var parser = connection.getParser();
        return parser.isIdle() ? connection.getMessagesIn() == 0 : parser.inHeaderState();
    }
}
