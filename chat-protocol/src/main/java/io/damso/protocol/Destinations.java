package io.damso.protocol;

import java.util.Optional;

/**
 * The allow-list of destinations: {@code /app/rooms.<id>.send}, {@code /app/session.refresh}, {@code
 * /topic/rooms.<id>}, {@code /user/queue/errors} and {@code /user/queue/notifications}. They are compared exactly,
 * without decoding or trimming; only a room id that is a UUID may be in upper case. The two prefixes are settings, for
 * clients that were written for other prefixes.
 *
 * @param applicationPrefix prefix of SEND, with leading and without trailing slash
 * @param topicPrefix prefix of SUBSCRIBE, with leading and without trailing slash
 */
public record Destinations(String applicationPrefix, String topicPrefix) {

    /** Destination of refusals and notices; a session receives only its own. */
    public static final String USER_ERRORS = "/user/queue/errors";

    /** Destination of {@link DeliveryChanged} and {@link NodeDraining}; a session receives only its own. */
    public static final String USER_NOTIFICATIONS = "/user/queue/notifications";

    /** The documented prefixes. */
    public static final Destinations DEFAULT = new Destinations("/app", "/topic");

    private static final String ROOMS = "/rooms.";
    private static final String SEND = ".send";
    private static final String REFRESH = "/session.refresh";

    /** Returns the destination of a SEND, or empty if clients may not send there. */
    public Optional<Destination.ForSend> parseSend(String destination) {
        if (destination.equals(sessionRefresh())) {
            return Optional.of(new Destination.SessionRefresh());
        }
        String prefix = applicationPrefix + ROOMS;
        if (!destination.startsWith(prefix)
                || !destination.endsWith(SEND)
                || destination.length() < prefix.length() + SEND.length()) {
            return Optional.empty();
        }
        return RoomId.parse(destination.substring(prefix.length(), destination.length() - SEND.length()))
                .map(Destination.RoomSend::new);
    }

    /** Returns the destination of a SUBSCRIBE, or empty if clients may not subscribe there. */
    public Optional<Destination.ForSubscribe> parseSubscribe(String destination) {
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

    /** Returns the destination for subscriptions to a room. */
    public String roomMessages(RoomId roomId) {
        return topicPrefix + ROOMS + roomId.value();
    }

    /** Returns the destination for SENDs to a room. */
    public String roomSend(RoomId roomId) {
        return applicationPrefix + ROOMS + roomId.value() + SEND;
    }

    /** Returns the destination for new tokens. */
    public String sessionRefresh() {
        return applicationPrefix + REFRESH;
    }

    /** Returns the text of a parsed destination, with UUIDs in lower case. */
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
