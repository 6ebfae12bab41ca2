package io.damso.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The store in a JVM of its own, as it runs in production. Closing kills it. */
final class StoreProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("embedded-store ready: uri=(\\S+) .*");
    private static final long TIMEOUT_SECONDS = 30;

    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<String> uri = new CompletableFuture<>();
    private final Thread reader;

    private StoreProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    static StoreProcess start(String... options) throws IOException {
        return startJvm("-XX:TieredStopAtLevel=1", options);
    }

    static StoreProcess startWithHeap(String size, Path data) throws IOException {
        return startJvm("-Xmx" + size, "--port=0", "--data=" + data);
    }

    private static StoreProcess startJvm(String jvmOption, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                jvmOption,
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedStore.class.getName()));
        command.addAll(List.of(options));
        return new StoreProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static StoreProcess start(Path data) throws IOException {
        return start("--port=0", "--data=" + data);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    uri.complete(ready.group(1));
                }
            }
            uri.completeExceptionally(new IllegalStateException("The store ended before it was ready:\n" + output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the store is ready. */
    String uri() throws Exception {
        return uri.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends SIGTERM and returns the exit code. */
    int terminate() throws Exception {
        process.destroy();
        return awaitExit();
    }

    /** Sends SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    int awaitExit() throws Exception {
        int code = process.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).exitValue();
        reader.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        return code;
    }

    /** Returns what the process has written to both streams so far. */
    String output() {
        return output.toString();
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
    }
}
