package io.damso.edge.audit;

import io.damso.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the audit log: logger {@value #LOGGER}, level INFO, one line an event as {@code key=value}, the same pairs as fields
 * where the log is structured ({@code logging.structured.format.*}). Lines hold names and codes only, neither tokens nor
 * texts, and nothing that could be taken for another line. Used like a logger; safe for use by many threads.
 */
public final class Audit {

    /** Name of the logger, to route or to silence it. */
    public static final String LOGGER = "audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._@+:/%\\[\\]-]");
    private static final int LONGEST_VALUE = 256;

    /** A session's CONNECT was accepted. */
    public void signedIn(Actor actor) {
        write("sign-in", actor, Map.of());
    }

    /** A CONNECT, a handshake or a request was refused for its token. */
    public void signInRefused(Actor actor, ErrorCode code) {
        write("sign-in-refused", actor, Map.of("code", code.slug()));
    }

    /**
     * A SEND or SUBSCRIBE was refused for its destination.
     *
     * @param destination what was asked for; null when it does not follow the grammar, as it may hold anything then
     */
    public void destinationRefused(Actor actor, ErrorCode code, @Nullable String destination) {
        write("destination-refused", actor, destination == null
                ? Map.of("code", code.slug())
                : ordered("code", code.slug(), "destination", destination));
    }

    /** Somebody was removed from a room, by the actor. */
    public void memberRemoved(Actor actor, String room, String member) {
        write("member-removed", actor, ordered("room", room, "member", member));
    }

    /** An administrator asked for the end of all sessions of a user. */
    public void sessionsEnded(Actor administrator, String user) {
        write("sessions-ended", administrator, Map.of("target", user));
    }

    /** A session was ended by the server, for a reason that is no fault of the transport. */
    public void sessionEnded(Actor actor, ErrorCode code) {
        write("session-ended", actor, Map.of("code", code.slug()));
    }

    private static Map<String, String> ordered(String key, String value, String secondKey, String secondValue) {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put(key, value);
        pairs.put(secondKey, secondValue);
        return pairs;
    }

    private static void write(String event, Actor actor, Map<String, String> details) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("event", event);
        put(pairs, "user", actor.user());
        put(pairs, "session", actor.session());
        put(pairs, "address", actor.address());
        details.forEach((key, value) -> put(pairs, key, value));
        LoggingEventBuilder line = LOG.atInfo();
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            line = line.addKeyValue(pair.getKey(), pair.getValue());
        }
        line.log(pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(" ")));
    }

    /** What a client chose is cut and cleaned: a line break in it would forge a line. */
    private static void put(Map<String, String> pairs, String key, @Nullable String value) {
        if (value != null) {
            String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
            pairs.put(key, UNFIT.matcher(cut).replaceAll("?"));
        }
    }
}
