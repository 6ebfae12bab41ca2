package io.damso.gateway.rooms;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.ErrorCode;

/** What a subscription begins with. */
public sealed interface Join {

    /** Only what comes from now on. */
    Join LIVE = new Live();

    /** Only what comes from now on. */
    record Live() implements Join {}

    /** Only what comes from now on, because what is asked for cannot be found. */
    record Failed(ErrorCode code) implements Join {}

    /**
     * The newest stored messages.
     *
     * @param count 0 or more
     */
    record Newest(int count) implements Join {}

    /** What follows a position. */
    record After(Position position) implements Join {}

    /** What follows a message. It may have been stored after messages that the client has not got. */
    record AfterMessage(String id) implements Join {}

    /** Returns whether what is stored may have to be read. */
    default boolean readsStore() {
        return !(this instanceof Live || this instanceof Failed);
    }
}
