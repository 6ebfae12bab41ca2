package io.damso.gateway.relay;

import io.damso.gateway.rooms.RoomSink;
import io.damso.gateway.rooms.feed.RoomMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what happens to a room, with the thread. */
final class RecordingSink implements RoomSink {

    final List<String> events = new CopyOnWriteArrayList<>();
    volatile Runnable onLive = () -> {};

    private void note(String event) {
        events.add(event + " on " + Thread.currentThread().getName());
    }

    @Override
    public void live() {
        note("live");
        onLive.run();
    }

    @Override
    public void interrupted() {
        note("interrupted");
    }

    @Override
    public void message(RoomMessage message) {
        note(message.id());
    }
}
