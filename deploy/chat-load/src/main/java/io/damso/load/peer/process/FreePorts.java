package io.damso.load.peer.process;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Where {@code DAMSO_PORT_OFFSET} moves the ports of {@code deploy/native/settings.sh} to, so that all are free. They
 * stay free until somebody else takes them, and are outside the range that outgoing connections get theirs from.
 */
final class FreePorts {

    /** Of the ports that the scripts use without an offset; of the nodes that clients reach, the first four. */
    private static final int[] DEFAULTS = {
        8443, 8080, 15672, 15673, 15674, 15675, 5672, 61613, 15692, 25672, 14369, 27017,
        9101, 9102, 9103, 9104, 9105, 9106, 9107, 9108, 9201, 9202};

    /** No two of the ports are closer than those of the nodes are wide. */
    private static final int STEP = 40;

    private static final int STEPS = (65_535 - 61_613) / STEP;

    private FreePorts() {}

    /**
     * Returns a number to add to each port. A random one among the possible, because others look for theirs, too.
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
