package io.damso.protocol;

import java.util.Optional;

/**
 * The allow-list of destinations: {@code /app/rooms.<id>.send}, {@code /app/session.refresh},
 * {@code /topic/rooms.<id>}, {@code /user/queue/errors} and {@code /user/queue/notifications}; letter by letter,
 * nothing is decoded, folded or trimmed. The two prefixes are settings, so that clients written for others can move
 * over.
 *
 * @param applicationPrefix prefix of SEND, with leading and without trailing slash
 * @param topicPrefix prefix of SUBSCRIBE, with leading and without trailing slash
 */
public record Destinations(String applicationPrefix, String topicPrefix) {

    /** Where a session reads what was refused; a session sees only its own. */
    public static final String USER_ERRORS = "/user/queue/errors";

    /** Where a session reads what happens to its subscriptions. */
    public static final String USER_NOTIFICATIONS = "/user/queue/notifications";

    /** The documented prefixes. */
    public static final Destinations DEFAULT = new Destinations("/app", "/topic");

    private static final String ROOMS = "/rooms.";
    private static final String SEND = ".send";
    private static final String REFRESH = "/session.refresh";

    /** Returns what a SEND to this destination means, or nothing if no client may send there. */
    public Optional<Destination> parseSend(String destination) {
        if (destination.equals(sessionRefresh())) {
            return Optional.of(new Destination.SessionRefresh());
        }
        String prefix = applicationPrefix + ROOMS;
        if (!destination.startsWith(prefix) || !destination.endsWith(SEND)
                || destination.length() < prefix.length() + SEND.length()) {
            return Optional.empty();
        }
        return RoomId.parse(destination.substring(prefix.length(), destination.length() - SEND.length()))
                .map(Destination.RoomSend::new);
    }

    /** Returns what a SUBSCRIBE to this destination means, or nothing if no client may subscribe there. */
    public Optional<Destination> parseSubscribe(String destination) {
        if (destination.equals(USER_ERRORS)) {
            return Optional.of(new Destination.UserErrors());
        }
        if (destination.equals(USER_NOTIFICATIONS)) {
            return Optional.of(new Destination.UserNotifications());
        }
        String prefix = topicPrefix + ROOMS;
        return destination.startsWith(prefix)
                ? RoomId.parse(destination.substring(prefix.length())).map(Destination.RoomMessages::new)
                : Optional.empty();
    }

    /** Returns the destination that a room's subscribers name. */
    public String roomMessages(RoomId roomId) {
        return topicPrefix + ROOMS + roomId.value();
    }

    /** Returns the destination that senders to a room name. */
    public String roomSend(RoomId roomId) {
        return applicationPrefix + ROOMS + roomId.value() + SEND;
    }

    /** Returns the destination that fresh tokens are sent to. */
    public String sessionRefresh() {
        return applicationPrefix + REFRESH;
    }

    /** Returns how a destination is written: what was parsed, letter by letter. */
    public String render(Destination destination) {
        return switch (destination) {
            case Destination.RoomSend(RoomId roomId) -> roomSend(roomId);
            case Destination.RoomMessages(RoomId roomId) -> roomMessages(roomId);
            case Destination.SessionRefresh() -> sessionRefresh();
            case Destination.UserErrors() -> USER_ERRORS;
            case Destination.UserNotifications() -> USER_NOTIFICATIONS;
        };
    }
}
