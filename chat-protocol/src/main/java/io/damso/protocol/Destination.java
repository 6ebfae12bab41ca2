package io.damso.protocol;

/** A destination that a client may name; everything that is none of these is refused. */
public sealed interface Destination {

    /**
     * SEND a message to a room.
     *
     * @param roomId the room
     */
    record RoomSend(RoomId roomId) implements Destination {}

    /** SEND a fresh token of the same user; the session then ends with that one. */
    record SessionRefresh() implements Destination {}

    /**
     * SUBSCRIBE to the messages of a room.
     *
     * @param roomId the room
     */
    record RoomMessages(RoomId roomId) implements Destination {}

    /** SUBSCRIBE to what the gateway refuses or takes back from this session: {@link Refusal}. */
    record UserErrors() implements Destination {}

    /** SUBSCRIBE to what happens to this session's subscriptions: {@link DeliveryChanged}. */
    record UserNotifications() implements Destination {}
}
