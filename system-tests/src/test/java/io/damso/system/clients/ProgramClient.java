package io.damso.system.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client in another language: a program that reads {@code send <number> <body>} and {@code leave} and prints a line
 * for each event, such as {@code received <body>}. Any output on standard error is a failure.
 */
final class ProgramClient implements ForeignClient {

    private final List<String> command;
    private final Map<String, String> environment;
    private final String[] subprotocols;
    private @Nullable Process process;
    private @Nullable PrintWriter in;

    /**
     * Creates the client.
     *
     * @param environment variables in addition to the address of the cluster, which every program gets
     * @param subprotocols of the bridge's handshake, for programs that use it
     */
    ProgramClient(List<String> command, Map<String, String> environment, String... subprotocols) {
        this.command = command;
        this.environment = environment;
        this.subprotocols = subprotocols;
    }

    @Override
    public void join(ClientParameters parameters, Transcript transcript) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "DAMSO_URL", parameters.socket().toString(),
                        "NODE_EXTRA_CA_CERTS", parameters.certificate().toString(),
                        "DAMSO_PORT", Integer.toString(parameters.bridge().listen(subprotocols)),
                        "DAMSO_TOKEN", parameters.token(),
                        "DAMSO_ROOM", parameters.room()));
        process = builder.start();
        in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        readLines(process.getErrorStream(), line -> transcript.failed("printed: " + line));
        readLines(process.getInputStream(), line -> {
            String[] parts = line.split(" ", 2);
            transcript.record(parts[0], parts.length == 1 ? "" : parts[1]);
        });
        process.onExit()
                .thenAccept(ended -> transcript.closed(
                        Path.of(command.getFirst()).getFileName() + " ended with exit code " + ended.exitValue()));
    }

    private static void readLines(InputStream stream, Consumer<String> consumer) {
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(consumer);
            } catch (IOException e) {
                consumer.accept("failed " + e);
            }
        });
    }

    @Override
    public void send(int number, String body) {
        in.println("send " + number + " " + body);
    }

    @Override
    public void leave() {
        in.println("leave");
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        in.close(); // ends the program
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
