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
 * Writes the audit log: logger {@value #LOGGER}, level INFO, one line for each event as {@code key=value}; structured
 * logs ({@code logging.structured.format.*}) have the same pairs as fields. A line contains names and codes, no tokens
 * and no message texts, and no line breaks. Thread-safe.
 */
public final class Audit {

    /** Name of the logger. */
    public static final String LOGGER = "audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._@+:/%\\[\\]-]");
    private static final int LONGEST_VALUE = 256;

    /** A session's CONNECT was accepted. */
    public void signedIn(Actor actor) {
        write("sign-in", actor, Map.of());
    }

    /** A CONNECT, a handshake or a request was refused because of its token. */
    public void signInRefused(Actor actor, ErrorCode code) {
        write("sign-in-refused", actor, Map.of("code", code.slug()));
    }

    /**
     * A SEND or SUBSCRIBE was refused because of its destination.
     *
     * @param destination the destination; null if it is not well-formed, because it may contain anything then
     */
    public void destinationRefused(Actor actor, ErrorCode code, @Nullable String destination) {
        write(
                "destination-refused",
                actor,
                destination == null
                        ? Map.of("code", code.slug())
                        : ordered("code", code.slug(), "destination", destination));
    }

    /** The actor removed a member from a room. */
    public void memberRemoved(Actor actor, String room, String member) {
        write("member-removed", actor, ordered("room", room, "member", member));
    }

    /**
     * The actor changed a room.
     *
     * @param changes what was changed, such as {@code name+topic}
     */
    public void roomChanged(Actor actor, String room, String changes) {
        write("room-changed", actor, ordered("room", room, "changes", changes));
    }

    /** The actor banned a user from a room. */
    public void memberBanned(Actor actor, String room, String member) {
        write("member-banned", actor, ordered("room", room, "member", member));
    }

    /** The actor lifted a user's ban from a room. */
    public void banLifted(Actor actor, String room, String member) {
        write("ban-lifted", actor, ordered("room", room, "member", member));
    }

    /**
     * The actor created a link by which users join a room.
     *
     * @param link id of the link, not its token
     */
    public void linkCreated(Actor actor, String room, String link) {
        write("link-created", actor, ordered("room", room, "link", link));
    }

    /** The actor revoked a link. */
    public void linkRevoked(Actor actor, String room, String link) {
        write("link-revoked", actor, ordered("room", room, "link", link));
    }

    /** The actor joined a room by a link. */
    public void memberJoined(Actor actor, String room, String link) {
        write("member-joined", actor, ordered("room", room, "link", link));
    }

    /** The actor reported a message to the moderators of its room. */
    public void messageReported(Actor actor, String room, String message) {
        write("message-reported", actor, ordered("room", room, "message", message));
    }

    /** The actor closed the reports of a message. */
    public void reportsClosed(Actor actor, String room, String message) {
        write("reports-closed", actor, ordered("room", room, "message", message));
    }

    /** The actor created the direct room with another user. */
    public void directRoomCreated(Actor actor, String room, String member) {
        write("direct-room-created", actor, ordered("room", room, "member", member));
    }

    /** The actor gave a member of a room another role. */
    public void roleChanged(Actor actor, String room, String member, String role) {
        write("role-changed", actor, ordered("room", room, "member", member, "role", role));
    }

    /** The actor, an administrator, ended all sessions of a user. */
    public void sessionsEnded(Actor administrator, String user) {
        write("sessions-ended", administrator, Map.of("target", user));
    }

    /** The server ended a session for another reason than a transport error. */
    public void sessionEnded(Actor actor, ErrorCode code) {
        write("session-ended", actor, Map.of("code", code.slug()));
    }

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.put(keysAndValues[i], keysAndValues[i + 1]);
        }
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

    /** Shortens values of clients and removes line breaks, which could forge log lines. */
    private static void put(Map<String, String> pairs, String key, @Nullable String value) {
        if (value != null) {
            String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
            pairs.put(key, UNFIT.matcher(cut).replaceAll("?"));
        }
    }
}
