package io.damso.gateway.relay;

import io.damso.gateway.rooms.RoomSink;
import io.damso.gateway.rooms.feed.RoomMessage;
import java.util.concurrent.Executor;

/**
 * Runs the state changes of a room on another thread, because they cause answers to clients: JSON, and writes to as
 * many sockets as the room has subscribers. Messages are passed on directly, on the calling thread.
 *
 * @param callbacks runs tasks in the order of submission
 */
record HandOverSink(RoomSink sink, Executor callbacks) implements RoomSink {

    @Override
    public void live() {
        callbacks.execute(sink::live);
    }

    @Override
    public void interrupted() {
        callbacks.execute(sink::interrupted);
    }

    @Override
    public void message(RoomMessage message) {
        sink.message(message);
    }
}
