package io.damso.system.chaos;

import io.damso.client.ChatApi;
import io.damso.client.RefusedException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/**
 * Reads the messages that a client has missed from the history, in the order of {@code seq}, in parallel to its
 * session.
 */
final class HistoryReader implements Runnable {

    private static final int PAGE = 200;
    private static final long PAUSE_MILLIS = 300;

    private final ChatApi api;
    private final Findings findings;
    private final String token;
    private final String room;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Backoff backoff = new Backoff();
    private volatile boolean closed;
    private String cursor;

    /** Creates a reader that starts after a message. */
    HistoryReader(ChatApi api, Findings findings, String token, String room, String cursor) {
        this.api = api;
        this.findings = findings;
        this.token = token;
        this.room = room;
        this.cursor = cursor;
    }

    /** Requests the messages up to now. */
    void catchUp() {
        wanted.set(true);
    }

    void end() {
        closed = true;
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                Thread.sleep(wanted.get() ? read() : PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a page and returns how long to wait then. */
    private long read() throws InterruptedException {
        try {
            wanted.set(false);
            JsonNode page = api.history(token, room, "limit=" + PAGE + "&after=" + cursor);
            JsonNode messages = page.path("messages");
            if (!messages.isEmpty()) {
                cursor = messages.get(messages.size() - 1).path("id").asString();
            }
            backoff.reset();
            if (page.path("hasMore").booleanValue()) {
                wanted.set(true);
                return 0;
            }
            return PAUSE_MILLIS;
        } catch (RefusedException e) {
            return refused(e.code());
        } catch (IOException e) {
            return failed(e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // Not JSON: the answer does not come from the service.
            findings.add("history of %s: %s", room, e);
            return failed(e.getClass().getSimpleName());
        }
    }

    private long refused(String code) {
        if (RetryCodes.isFinal(code)) {
            findings.add("history of %s refused for good: %s", room, code);
        }
        return failed(code);
    }

    private long failed(String reason) {
        findings.count("history: " + reason);
        wanted.set(true);
        return backoff.nextMillis();
    }
}
