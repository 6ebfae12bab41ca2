package io.damso.bench.process;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds an offset for {@code DAMSO_PORT_OFFSET}, which moves the ports of {@code deploy/native/settings.sh}, so that
 * all ports are free. They are not reserved: another process may use them later. They are outside the range of outgoing
 * connections.
 */
final class FreePorts {

    /** The ports of the scripts without an offset; for nodes of clients, the ports of the first four. */
    private static final int[] DEFAULTS = {
        8443, 8080, 15672, 15673, 15674, 15675, 5672, 61613, 15692, 25672, 14369, 27017, 9101, 9102, 9103, 9104, 9105,
        9106, 9107, 9108, 9201, 9202
    };

    /** Step of the offset, larger than the range of the node ports. */
    private static final int STEP = 40;

    private static final int STEPS = (65_535 - 61_613) / STEP;

    private FreePorts() {}

    /**
     * Returns an offset for all ports. It is a random one of the possible offsets, because other processes may search
     * at the same time.
     *
     * @throws BenchmarkException if there is none
     */
    static int offset() {
        int first = ThreadLocalRandom.current().nextInt(STEPS);
        return IntStream.range(0, STEPS)
                .map(i -> STEP * (1 + (first + i) % STEPS))
                .filter(FreePorts::areFree)
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("No range of free ports on this machine"));
    }

    private static boolean areFree(int offset) {
        return IntStream.of(DEFAULTS).allMatch(port -> isFree(port + offset));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
