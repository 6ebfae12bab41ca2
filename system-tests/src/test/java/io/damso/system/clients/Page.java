package io.damso.system.clients;

import io.damso.system.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A page in Chromium with browser libraries, used by many clients at the same time. Thread-safe. */
final class Page implements AutoCloseable {

    private static final long LOOK_MILLIS = 50;

    private final Browser browser = new Browser();
    private final Map<String, Transcript> transcripts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    /** Opens a page of the cluster, because the same origin is allowed, and loads the scripts in this order. */
    Page(URI web, List<Path> scripts) throws IOException {
        browser.open(web.toString());
        for (Path script : scripts) {
            browser.run(Files.readString(script));
        }
        looking.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Calls a function of the page. */
    private synchronized @Nullable Object call(String function, Object... arguments) {
        return browser.run("return " + function + "(...arguments)", arguments);
    }

    private void look() {
        try {
            if (call("takeNotes") instanceof List<?> notes) {
                notes.forEach(record -> take((List<?>) record));
            }
        } catch (RuntimeException e) {
            transcripts.values().forEach(transcript -> transcript.failed(e.toString()));
            looking.shutdown();
        }
    }

    private void take(List<?> record) {
        Transcript transcript = Objects.requireNonNull(transcripts.get(String.valueOf(record.get(0))));
        transcript.record(String.valueOf(record.get(1)), String.valueOf(record.get(2)));
    }

    /** Returns the errors on the browser's console since the last call. */
    synchronized List<String> errors() {
        return browser.errors();
    }

    /**
     * Returns a client on this page.
     *
     * @param library name of a function in {@code stomp-libraries.js}
     * @param transport one of SockJS, {@code raw}, or {@code subprotocol}: a WebSocket with the token in its handshake
     */
    ForeignClient client(String library, String transport) {
        return new Client(library, transport);
    }

    @Override
    public void close() {
        looking.shutdownNow();
        synchronized (this) {
            browser.close();
        }
    }

    private final class Client implements ForeignClient {

        private final String library;
        private final String transport;
        private @Nullable String user;

        Client(String library, String transport) {
            this.library = library;
            this.transport = transport;
        }

        @Override
        public void join(ClientParameters parameters, Transcript transcript) {
            user = parameters.user();
            transcripts.put(user, transcript);
            call("joinRoom", user, library, transport, parameters.token(), parameters.room());
        }

        @Override
        public void send(int number, String body) {
            call("sendAs", user, Integer.toString(number), body);
        }

        @Override
        public void leave() {
            call("leaveAs", user);
        }

        @Override
        public void close() {}
    }
}
