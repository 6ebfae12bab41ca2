package io.damso.bench.store.peer;

import io.damso.bench.file.FileTree;
import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory and the servers that use it. Closing kills the servers and deletes the directory; so does a
 * signal that ends this JVM. Thread-safe.
 */
public final class Workspace implements AutoCloseable {

    private final Path directory;
    private final List<String> jvmOptions;
    private final List<Peer> peers = new ArrayList<>();
    private final Thread hook = new Thread(this::clear, "bench-clear");
    private boolean closed;

    private Workspace(Path directory, List<String> jvmOptions) {
        this.directory = directory;
        this.jvmOptions = List.copyOf(jvmOptions);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Creates the directory.
     *
     * @param parent parent directory; created if it does not exist
     * @param jvmOptions JVM options of every server
     * @throws BenchmarkException if it cannot be created
     */
    public static Workspace open(Path parent, List<String> jvmOptions) {
        try {
            Files.createDirectories(parent);
            return new Workspace(Files.createTempDirectory(parent, "store-").toAbsolutePath(), jvmOptions);
        } catch (IOException e) {
            throw new BenchmarkException("Cannot create a directory in " + parent + ": " + e, e);
        }
    }

    /** Returns the directory. */
    public Path directory() {
        return directory;
    }

    /**
     * Starts a server on the data of its kind, which are new or from the previous server of this kind. Does not wait
     * until it is ready.
     *
     * @param patience time limit for any answer
     * @throws BenchmarkException if it cannot be started
     */
    public synchronized Peer start(PeerKind kind, Duration patience) {
        requireOpen();
        try {
            Path data = Files.createDirectories(data(kind));
            Peer peer = Peer.start(kind, data, jvmOptions, patience);
            peers.add(peer);
            return peer;
        } catch (IOException e) {
            throw new BenchmarkException("Cannot create a directory in " + directory + ": " + e, e);
        }
    }

    /**
     * Checks that the benchmark was not interrupted.
     *
     * @throws BenchmarkException if this workspace is closed
     */
    public synchronized void requireOpen() {
        if (closed) {
            throw new BenchmarkException("interrupted");
        }
    }

    /** Returns the size of all files of a kind of server, in bytes. */
    public long fileBytes(PeerKind kind) {
        try (Stream<Path> files = Files.walk(data(kind))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data(PeerKind kind) {
        return directory.resolve(kind.label());
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this JVM is ending; a second call of the hook does nothing
        }
    }

    private synchronized void clear() {
        if (closed) {
            return;
        }
        closed = true;
        peers.forEach(Peer::kill);
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            System.err.println("bench: cannot delete " + directory + ": " + e);
        }
    }
}
