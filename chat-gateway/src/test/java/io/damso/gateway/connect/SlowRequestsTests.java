package io.damso.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.LocalConnector.LocalEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of an in-memory Jetty. The test starts each check itself. */
class SlowRequestsTests {

    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final StubScheduler sweeps = new StubScheduler();
    private final HoldingHandler handler = new HoldingHandler();
    private final SlowRequests requests = new SlowRequests(sweeps, Duration.ofNanos(1));

    @BeforeEach
    void start() throws Exception {
        connector.setIdleTimeout(0);
        connector.addBean(requests);
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private void sweepTwice() {
        sweeps.run();
        sweeps.run();
    }

    @Test
    void connectionWithoutARequestIsClosed() {
        awaitClosed(connector.connect());
    }

    @Test
    void requestWhoseHeadersDoNotEndIsClosedAlsoOnAConnectionInUse() throws Exception {
        LocalEndPoint connection = connector.connect();
        connection.addInput("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(connection.getResponse()).startsWith("HTTP/1.1 200");
        connection.addInput("GET / HTTP/1.1\r\nHost: x\r\n");
        awaitClosed(connection);
    }

    /** Jetty opens a connection, and reads from it, on its own threads. */
    private void awaitClosed(LocalEndPoint connection) {
        await("the close").until(() -> {
            sweeps.run();
            return !connection.isOpen();
        });
    }

    @Test
    void connectionBetweenTwoRequestsStays() throws Exception {
        LocalEndPoint connection = connector.connect();
        connection.addInput("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(connection.getResponse()).startsWith("HTTP/1.1 200");
        sweepTwice();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void unreadBodyIsNotAwaited() {
        LocalEndPoint connection = post("/stream");
        sweepTwice();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void bodyOfASockJsMessageHasATimeout() {
        LocalEndPoint connection = post("/ws/1/abc/xhr_send");
        sweepTwice();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void checksContinueUntilTheStop() throws Exception {
        sweepTwice();
        assertThat(sweeps.isScheduled()).isTrue();
        server.stop();
        sweeps.run();
        assertThat(sweeps.isScheduled()).isFalse();
    }

    private LocalEndPoint post(String path) {
        LocalEndPoint connection = connector.connect();
        connection.addInput("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab");
        await("the request").until(() -> handler.held != null);
        return connection;
    }

    /** Answers GET. Does not answer POST and does not read its body. */
    private static final class HoldingHandler extends Handler.Abstract {

        private volatile @Nullable Callback held;

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (request.getMethod().equals("POST")) {
                held = callback;
            } else {
                callback.succeeded();
            }
            return true;
        }
    }

    private static final class StubScheduler extends AbstractLifeCycle implements Scheduler {

        private volatile @Nullable Runnable scheduled;

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit units) {
            scheduled = task;
            return () -> false;
        }

        boolean isScheduled() {
            return scheduled != null;
        }

        void run() {
            Runnable task = Objects.requireNonNull(scheduled);
            scheduled = null;
            task.run();
        }
    }
}
