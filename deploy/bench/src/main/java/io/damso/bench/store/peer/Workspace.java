package io.damso.bench.store.peer;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory and the servers that work in it. Closing kills the servers and deletes the directory, and so
 * does the end of this JVM by a signal.
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
     * Makes the directory.
     *
     * @param parent where; made if it does not exist
     * @param jvmOptions for every server
     * @throws BenchmarkException if it cannot be made
     */
    public static Workspace open(Path parent, List<String> jvmOptions) {
        try {
            Files.createDirectories(parent);
            return new Workspace(Files.createTempDirectory(parent, "store-").toAbsolutePath(), jvmOptions);
        } catch (IOException e) {
            throw new BenchmarkException("Cannot make a directory in " + parent + ": " + e, e);
        }
    }

    /** Returns the directory. */
    public Path directory() {
        return directory;
    }

    /**
     * Starts a server on the data of its kind, new or left by the one before. Does not wait until it is ready.
     *
     * @param patience how long to wait for any answer
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
            throw new BenchmarkException("Cannot make a directory in " + directory + ": " + e, e);
        }
    }

    /**
     * Refuses to go on after an interruption.
     *
     * @throws BenchmarkException if this is closed
     */
    public synchronized void requireOpen() {
        if (closed) {
            throw new BenchmarkException("interrupted");
        }
    }

    /** Returns the size of all files of a kind of server, in bytes. */
    public long fileBytes(PeerKind kind) {
        try (Stream<Path> files = Files.walk(data(kind))) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
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
            // This JVM is ending; the hook does nothing twice.
        }
    }

    private synchronized void clear() {
        if (closed) {
            return;
        }
        closed = true;
        peers.forEach(Peer::kill);
        try {
            deleteTree();
        } catch (IOException e) {
            System.err.println("bench: cannot delete " + directory + ": " + e);
        }
    }

    private void deleteTree() throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // a file of a server that was still ending
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
