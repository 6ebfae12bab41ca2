package io.damso.bench.process;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An offset for {@code DAMSO_PORT_OFFSET}, which moves the ports of {@code deploy/native/settings.sh}, so that all
 * ports are free. The ports are outside the range of outgoing connections. No other reservation on this machine has the same
 * offset until this one is closed or its JVM has ended: each locks a file in the directory for temporary files. Other
 * programs do not see these locks.
 */
final class PortReservation implements AutoCloseable {

    /** The ports of the scripts without an offset; for nodes of clients those of the first four, and of three brokers. */
    private static final int[] DEFAULTS = {
        8443, 8080, 15672, 15673, 15674, 15675, 5672, 5673, 5674, 61613, 61614, 61615, 15692, 15693, 15694, 25672,
        25673, 25674, 14369, 27017, 9101, 9102, 9103, 9104, 9105, 9106, 9107, 9108, 9201, 9202, 9203, 9204
    };

    /** Step of the offset, larger than the range of the node ports. */
    private static final int STEP = 40;

    /** The scripts take no larger offset. */
    private static final int LARGEST = 3_900;

    private static final int STEPS = LARGEST / STEP;

    private final int offset;
    private final FileChannel lockFile;

    private PortReservation(int offset, FileChannel lockFile) {
        this.offset = offset;
        this.lockFile = lockFile;
    }

    /**
     * Reserves a random one of the possible offsets.
     *
     * @throws BenchmarkException if no range of ports is free, or the directory for temporary files is not writable
     */
    static PortReservation reserve() {
        int first = ThreadLocalRandom.current().nextInt(STEPS);
        for (int i = 0; i < STEPS; i++) {
            PortReservation reservation = tryReserve(STEP * (1 + (first + i) % STEPS));
            if (reservation != null) {
                return reservation;
            }
        }
        throw new BenchmarkException("No range of free ports on this machine");
    }

    /** Returns nothing if the offset is reserved or one of its ports is in use. */
    static @Nullable PortReservation tryReserve(int offset) {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "damso-ports-" + offset + ".lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel) && areFree(offset)) {
                return new PortReservation(offset, channel);
            }
            channel.close();
            return null;
        } catch (IOException e) {
            throw new BenchmarkException("Cannot lock " + file + ": " + e, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this JVM
        }
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

    /** Returns the offset. */
    int offset() {
        return offset;
    }

    /** Lets others reserve the offset. The file stays: whoever deletes it could delete it under another's lock. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            System.err.println("bench: cannot release the ports of offset " + offset + ": " + e);
        }
    }
}
