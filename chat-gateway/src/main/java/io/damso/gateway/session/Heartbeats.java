package io.damso.gateway.session;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of a session agreed to (STOMP 1.2 "Heart-beating").
 *
 * @param toClientMillis the client hears something at least this often; 0 is never
 * @param fromClientMillis the client lets hear something at least this often; 0 is never
 */
record Heartbeats(long toClientMillis, long fromClientMillis) {

    static final Heartbeats NONE = new Heartbeats(0, 0);

    private static final long SHORTEST_MILLIS = 1_000;
    private static final Pattern HEADER = Pattern.compile("(\\d{1,9}),(\\d{1,9})");

    /**
     * Negotiates; nothing if the header is not two numbers.
     *
     * @param wantedMillis how often the gateway wants to hear of a client that can
     */
    static Optional<Heartbeats> negotiate(@Nullable String header, long wantedMillis) {
        if (header == null) {
            return Optional.of(NONE);
        }
        Matcher numbers = HEADER.matcher(header);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Heartbeats(
                both(Long.parseLong(numbers.group(2)), SHORTEST_MILLIS),
                both(Long.parseLong(numbers.group(1)), wantedMillis)));
    }

    private static long both(long client, long server) {
        return client == 0 ? 0 : Math.max(client, server);
    }

    /** Returns the header of CONNECTED. */
    String header() {
        return toClientMillis + "," + fromClientMillis;
    }

    /**
     * Returns whether a heart-beat is due.
     *
     * @param idleNanos for how long nothing was written
     * @param sweepNanos how long it takes until this is asked again
     */
    boolean isDue(long idleNanos, long sweepNanos) {
        return toClientMillis > 0 && idleNanos >= TimeUnit.MILLISECONDS.toNanos(toClientMillis) - sweepNanos;
    }

    /** Returns whether the client has been silent for two and a half intervals. */
    boolean isOverdue(long silentNanos) {
        return fromClientMillis > 0 && 2 * silentNanos > 5 * TimeUnit.MILLISECONDS.toNanos(fromClientMillis);
    }
}
