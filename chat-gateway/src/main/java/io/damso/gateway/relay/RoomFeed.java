package io.damso.gateway.relay;

import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;

/** A room of one relay session. Only that session uses the state; the delivery of messages does not. */
final class RoomFeed {

    /** State of the subscription on the current connection. */
    enum State {
        /** No subscription. */
        UNKNOWN,
        /** SUBSCRIBE is sent, RECEIPT has not arrived. */
        ASKED,
        /** SUBSCRIBE is sent, and the room is to be unsubscribed when the RECEIPT has arrived. */
        UNWANTED,
        /** RECEIPT has arrived. */
        LIVE
    }

    private final String id;
    private final RoomId roomId;
    private final RoomSink sink;
    State state = State.UNKNOWN;

    /**
     * Creates a feed.
     *
     * @param id subscription id, unique in this run of the node
     */
    RoomFeed(String id, RoomId roomId, RoomSink sink) {
        this.id = id;
        this.roomId = roomId;
        this.sink = sink;
    }

    String id() {
        return id;
    }

    RoomId roomId() {
        return roomId;
    }

    RoomSink sink() {
        return sink;
    }
}
