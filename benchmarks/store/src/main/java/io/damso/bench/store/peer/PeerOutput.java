package io.damso.bench.store.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the output of a server, so that the server never blocks on it. Provides the address and the last line. */
final class PeerOutput {

    private static final Pattern READY = Pattern.compile("\\S+ ready: uri=(\\S+).*");

    private final CompletableFuture<String> uri = new CompletableFuture<>();
    private volatile String lastLine = "none";

    PeerOutput(Process process) {
        Thread.ofPlatform().daemon().name("peer-output-" + process.pid()).start(() -> read(process));
    }

    private void read(Process process) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    uri.complete(ready.group(1));
                }
                lastLine = line;
            }
            uri.completeExceptionally(new IOException("End of output"));
        } catch (IOException e) {
            uri.completeExceptionally(e);
        }
    }

    /** Completes when the server listens; fails if its output ends before. */
    CompletableFuture<String> uri() {
        return uri;
    }

    String lastLine() {
        return lastLine;
    }
}
