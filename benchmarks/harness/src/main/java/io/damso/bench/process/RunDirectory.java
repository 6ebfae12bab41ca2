package io.damso.bench.process;

import io.damso.bench.file.FileTree;
import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run directory like that of {@code ./damso}, with its own ports and the processes that a script starts in it.
 * Closing kills the processes and deletes their data, but not their logs. So does a signal that ends this JVM.
 * Thread-safe.
 */
public final class RunDirectory implements AutoCloseable {

    private static final String PREFIX = "DAMSO_";
    private static final Set<String> DATA = Set.of("data", "home", "app", "secrets");
    private static final int LAST_LINES = 25;
    private static final int END_SECONDS = 30;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path directory;
    private final PortReservation ports = PortReservation.reserve();
    private final Thread hook = new Thread(this::clear, "peer-clear");
    private @Nullable Process script;
    private boolean closed;

    private RunDirectory(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Creates the directory and selects the ports.
     *
     * @param parent parent directory; created if it does not exist
     * @param name prefix of the directory's name
     * @throws BenchmarkException if it cannot be created, or no ports are free
     */
    public static RunDirectory create(Path parent, String name) {
        try {
            Files.createDirectories(parent);
            return new RunDirectory(
                    Files.createTempDirectory(parent, name + "-").toAbsolutePath());
        } catch (IOException e) {
            throw new BenchmarkException("Cannot create a directory in " + parent + ": " + e, e);
        }
    }

    /** Returns the directory. */
    public Path path() {
        return directory;
    }

    /** Returns a port of {@code deploy/native/settings.sh} plus the offset. */
    public int port(int defaultPort) {
        return defaultPort + ports.offset();
    }

    /**
     * Runs a script that starts processes. Blocks until the script has ended.
     *
     * @param environment variables of the script in addition to directory and ports
     * @throws BenchmarkException with the last lines of the output if the script fails; this directory is closed then
     * @throws InterruptedException if interrupted; this directory is closed then
     */
    public void run(Map<String, String> environment, List<String> command) throws InterruptedException {
        try {
            int exitCode = begin(environment, command).waitFor();
            if (exitCode != 0) {
                throw new BenchmarkException("%s failed with exit code %d:%n%s%nAll its logs are in %s"
                        .formatted(String.join(" ", command), exitCode, lastLines(), directory));
            }
        } catch (IOException e) {
            close();
            throw new BenchmarkException("Cannot run " + command.getFirst() + ": " + e, e);
        } catch (BenchmarkException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private synchronized Process begin(Map<String, String> environment, List<String> command) throws IOException {
        if (closed) {
            throw new BenchmarkException("interrupted");
        }
        // A file, because processes that the script starts would keep a pipe open.
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith(PREFIX)); // settings of the user's own cluster
        variables.put(PREFIX + "RUN_DIR", directory.toString());
        variables.put(PREFIX + "PORT_OFFSET", Integer.toString(ports.offset()));
        variables.putAll(environment);
        Process started = builder.start();
        script = started;
        return started;
    }

    private Path output() {
        return directory.resolve("start.log");
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(output());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }

    /** Returns the processes that are running now, by name. */
    public Map<String, ProcessHandle> running() {
        Map<String, ProcessHandle> running = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.forEach(entry -> PidFile.read(entry.resolve("pid"))
                    .ifPresent(process -> running.put(entry.getFileName().toString(), process)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running;
    }

    /**
     * Kills a process and its descendants, as {@code kill -9} does.
     *
     * @throws IllegalArgumentException if no such process is running
     */
    public void kill(String name) {
        ProcessHandle process = running().get(name);
        if (process == null) {
            throw new IllegalArgumentException(
                    "No process '" + name + "' runs; there is: " + running().keySet());
        }
        kill(process);
    }

    /** Kills a process and its descendants: those of NGINX and Erlang would survive a parent that is killed. */
    private static void kill(ProcessHandle process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending; a second call of the hook does nothing.
        }
    }

    private synchronized void clear() {
        if (closed) {
            return;
        }
        closed = true;
        // The script first, because it could start further processes.
        Optional.ofNullable(script).map(Process::toHandle).ifPresent(RunDirectory::kill);
        running().values().forEach(RunDirectory::kill);
        awaitEnd();
        ports.close();
        deleteData();
    }

    private void awaitEnd() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        while (!running().isEmpty()) {
            if (System.nanoTime() > deadline) {
                System.err.println("bench: cannot be killed: " + running());
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void deleteData() {
        try (Stream<Path> found = Files.find(
                directory,
                2,
                (path, attributes) -> attributes.isDirectory()
                        && DATA.contains(path.getFileName().toString()))) {
            for (Path data : found.toList()) {
                FileTree.delete(data);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench: cannot delete the data in " + directory + ": " + e);
        }
    }
}
