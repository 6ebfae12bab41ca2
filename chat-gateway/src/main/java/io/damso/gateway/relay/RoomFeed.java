package io.damso.gateway.relay;

import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;

/** A room that one relay session carries. Only that session touches the state; messages need none of it. */
final class RoomFeed {

    /** What the broker knows of it, on the session's present connection. */
    enum State {
        /** Nothing; the session is not connected. */
        UNKNOWN,
        /** SUBSCRIBE is on its way. */
        ASKED,
        /** SUBSCRIBE is on its way, but nobody wants the room any more. */
        UNWANTED,
        /** RECEIPT has come. */
        LIVE
    }

    private final String id;
    private final RoomId roomId;
    private final RoomSink sink;
    State state = State.UNKNOWN;

    /**
     * Creates a feed.
     *
     * @param id subscription id, unique on this node for as long as it runs
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
