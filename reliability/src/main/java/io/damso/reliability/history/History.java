package io.damso.reliability.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of events, one JSON object a line, in the order of their times. {@code docs/history-format.md} lists them.
 * Thread-safe.
 */
public final class History implements AutoCloseable {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double THOUSANDTHS = 1e3;

    private final JsonMapper json = new JsonMapper();
    private final long begin = System.nanoTime();
    private final BufferedWriter out;
    private boolean closed;

    /**
     * Creates the file.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public History(Path file) {
        try {
            this.out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the time since the begin in milliseconds. */
    public double now() {
        return Math.round((System.nanoTime() - begin) / NANOS_PER_MILLI * THOUSANDTHS) / THOUSANDTHS;
    }

    /**
     * Adds an event that happens now. Ignored after {@link #close}.
     *
     * @param namesAndValues names and values of its members, in turns
     * @throws UncheckedIOException if it cannot be written
     */
    public synchronized void add(String event, @Nullable Object... namesAndValues) {
        if (closed) {
            return;
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("event", event);
        members.put("at", now());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        try {
            out.write(json.writeValueAsString(members));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
