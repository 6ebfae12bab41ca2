package io.damso.gateway.connect;

import io.damso.gateway.Guard;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes HTTP connections whose request does not arrive in time. Jetty's idle timeout restarts with each byte, so a
 * client that sends single bytes could keep a connection open for an unlimited time. Jetty's minimum data rate of
 * bodies has no grace period: it refuses the six bytes of a heart-beat over SockJS if a busy machine takes ten
 * milliseconds for them. The state of Jetty's parser is available only by a class that Jetty declares internal;
 * {@code SlowClientIT} fails if this changes.
 */
final class SlowRequests extends AbstractLifeCycle implements Connection.Listener, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);
    private static final long SWEEP_MILLIS = 500;
    private static final Long NOTHING_COMES = 0L;
    private static final String READING_TRANSPORT = "/xhr_send";

    private final Guard guard = new Guard(LOG, "The check for slow requests failed unexpectedly; it is repeated");
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
            since.remove(http); // also after an upgrade to WebSocket
        }
    }

    @Override
    public void run() {
        if (isStopping() || isStopped()) {
            return;
        }
        guard.run(this::look);
        schedule();
    }

    private void look() {
        long now = System.nanoTime() | 1;
        since.replaceAll((connection, start) -> look(connection, start, now));
    }

    private Long look(HttpConnection connection, Long start, long now) {
        if (!isArriving(connection)) {
            return NOTHING_COMES;
        }
        if (start.equals(NOTHING_COMES)) {
            return now;
        }
        if (now - start > timeoutNanos) {
            LOG.debug(
                    "A request from {} did not arrive in time",
                    connection.getEndPoint().getRemoteSocketAddress());
            connection.getEndPoint().close();
        }
        return start;
    }

    /** Returns whether a request has partly arrived, or the connection was never used. */
    private static boolean isArriving(HttpConnection connection) {
        var parser = connection.getParser();
        if (parser.isIdle()) {
            return connection.getMessagesIn() == 0;
        }
        return parser.inHeaderState()
                || parser.inContentState() && isRead(connection.getHttpChannel().getRequest());
    }

    /**
     * Returns whether the request's body is read. For other requests, such as a stream, an unread body stays until the
     * end of the answer.
     */
    private static boolean isRead(@Nullable Request request) {
        return request != null && request.getHttpURI().getPath().endsWith(READING_TRANSPORT);
    }
}
