package io.damso.protocol;

/** A destination that a client may name; everything that is none of these is refused. */
public sealed interface Destination {

    /**
     * SEND a message to a room.
     *
     * @param roomId the room
     */
    record RoomSend(RoomId roomId) implements Destination {}

    /**
     * SUBSCRIBE to the messages of a room.
     *
     * @param roomId the room
     */
    record RoomMessages(RoomId roomId) implements Destination {}

    /** SUBSCRIBE to what the gateway refused this session. */
    record UserErrors() implements Destination {}

    /** SUBSCRIBE to what happens to this session's subscriptions: {@link DeliveryChanged}. */
    record UserNotifications() implements Destination {}
}
