package io.damso.protocol;

/** A destination that clients may use; all others are refused. */
public sealed interface Destination {

    /** What a client may send to. */
    sealed interface ForSend extends Destination {}

    /** What a client may subscribe to. */
    sealed interface ForSubscribe extends Destination {}

    /**
     * SEND a message to a room.
     *
     * @param roomId the room
     */
    record RoomSend(RoomId roomId) implements ForSend {}

    /** SEND a new token of the same user; the session then ends when that token expires. */
    record SessionRefresh() implements ForSend {}

    /**
     * SUBSCRIBE to the messages of a room.
     *
     * @param roomId the room
     */
    record RoomMessages(RoomId roomId) implements ForSubscribe {}

    /** SUBSCRIBE to the refusals and notices of this session: {@link Refusal}. */
    record UserErrors() implements ForSubscribe {}

    /** SUBSCRIBE to interruptions of this session's subscriptions: {@link DeliveryChanged}. */
    record UserNotifications() implements ForSubscribe {}
}
