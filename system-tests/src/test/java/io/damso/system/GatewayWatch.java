package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Checks continuously, while open, whether at least one gateway accepts connections. */
final class GatewayWatch implements AutoCloseable {

    private static final int[] PORTS = {9101, 9103};
    private static final int PAUSE_MILLIS = 50;
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Cluster cluster;
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger deserted = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private GatewayWatch(Cluster cluster) {
        this.cluster = cluster;
    }

    static GatewayWatch begin(Cluster cluster) {
        GatewayWatch watch = new GatewayWatch(cluster);
        watch.clock.scheduleWithFixedDelay(watch::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Checks twice: between two requests one gateway may finish its restart and the other one start its own. */
    private void look() {
        if (!anyOpen() && !anyOpen()) {
            deserted.incrementAndGet();
        }
        looks.incrementAndGet();
    }

    private boolean anyOpen() {
        return IntStream.of(PORTS).anyMatch(this::open);
    }

    private boolean open(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), cluster.port(port)), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void assertAlwaysOneReady() {
        assertThat(looks).as("checks").hasPositiveValue();
        assertThat(deserted).as("checks that found no gateway").hasValue(0);
    }

    @Override
    public void close() {
        clock.close();
    }
}
