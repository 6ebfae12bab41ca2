package io.damso.bench.store.peer;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.damso.bench.measure.ProcessUsage;
import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One running server: its own JVM with a heap of {@value #HEAP}, and a client. Closing kills the server. */
public final class Peer implements AutoCloseable {

    /** Heap of every server, the same as that of the store in {@code ./damso up}. */
    public static final String HEAP = "768m";

    private static final int OUT_OF_MEMORY = 3; // exit code of -XX:+ExitOnOutOfMemoryError
    private static final int CONNECT_SECONDS = 10;
    private static final int END_SECONDS = 30;

    private final Process process;
    private final PeerOutput output;
    private final Duration patience;
    private final long startedAt = System.nanoTime();
    private @Nullable MongoClient client;

    private Peer(Process process, Duration patience) {
        this.process = process;
        this.output = new PeerOutput(process);
        this.patience = patience;
    }

    static Peer start(PeerKind kind, Path data, List<String> jvmOptions, Duration patience) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(kind.program(data));
        try {
            return new Peer(
                    new ProcessBuilder(command).redirectErrorStream(true).start(), patience);
        } catch (IOException e) {
            throw new BenchmarkException("Cannot start " + kind.label() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the server listens, and returns a client. The client does not retry commands, and waits for a reply
     * at most for the time limit.
     *
     * @throws BenchmarkException if the server ends or is not ready within the time limit
     */
    public synchronized MongoClient client() {
        if (client == null) {
            client = MongoClients.create(MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(awaitUri()))
                    .retryReads(false)
                    .retryWrites(false)
                    .applyToClusterSettings(c -> c.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                    .applyToSocketSettings(s -> s.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                            .readTimeout((int) patience.toMillis(), TimeUnit.MILLISECONDS))
                    .build());
        }
        return client;
    }

    private String awaitUri() {
        try {
            return output.uri().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BenchmarkException("not ready within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new BenchmarkException(end() + "; its last output: " + output.lastLine(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** Returns the resources that the server has used so far; empty if it has ended. */
    public Optional<ProcessUsage> usage() {
        return ProcessUsage.of(process.toHandle());
    }

    /** Returns the time since the process was started. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /**
     * Returns a short reason why a command failed: the end of the server, or the failure. Waits up to 2 s for the end.
     */
    public String explain(RuntimeException failure) {
        boolean ended = awaitEnd(Duration.ofSeconds(2));
        return ended ? end() : PeerFailures.describe(failure, patience);
    }

    private String end() {
        if (!awaitEnd(Duration.ofSeconds(END_SECONDS))) {
            return "the server does not answer";
        }
        int code = process.exitValue();
        return code == OUT_OF_MEMORY
                ? "the server ran out of memory (" + HEAP + " heap)"
                : "the server ended with exit code " + code;
    }

    /**
     * Terminates the server and waits. Kills it if it does not end within the time limit.
     *
     * @return whether it ended in an orderly way: it was running before and was not killed
     */
    public boolean terminate() {
        closeClient();
        boolean running = process.isAlive();
        process.destroy();
        boolean ended = awaitEnd(patience);
        kill();
        return running && ended;
    }

    /** Kills the server, as {@code kill -9} does, and waits up to 30 s. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(END_SECONDS));
    }

    private boolean awaitEnd(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void closeClient() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void close() {
        kill();
        closeClient();
    }
}
