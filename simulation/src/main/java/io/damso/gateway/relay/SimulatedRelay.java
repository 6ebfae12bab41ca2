package io.damso.gateway.relay;

import io.damso.gateway.rooms.RoomRelay;
import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The rooms of a node's queue, as {@link NodeRelay} without threads and connections. Not thread-safe. */
public final class SimulatedRelay implements RoomRelay {

    /** The bindings of the node. */
    public interface Bindings {

        /** Binds a room; {@link SimulatedRelay#bound} must follow. */
        void bind(Room room);

        /** Removes the binding. */
        void unbind(Room room);
    }

    /** A room of the node. */
    public static final class Room {

        private final RoomFeed feed;

        private Room(RoomFeed feed) {
            this.feed = feed;
        }

        /** Returns the room. */
        public RoomId id() {
            return feed.roomId();
        }
    }

    private final Bindings bindings;
    private final Executor callbacks;
    private final RoomFeeds feeds = new RoomFeeds();
    private final List<Room> rooms = new ArrayList<>();
    private @Nullable String liveRun;

    /**
     * Creates a relay without a queue.
     *
     * @param callbacks runs one task at a time, in their order
     */
    public SimulatedRelay(Bindings bindings, Executor callbacks) {
        this.bindings = bindings;
        this.callbacks = callbacks;
    }

    @Override
    public Runnable subscribe(RoomId roomId, RoomSink sink) {
        RoomFeed feed = new RoomFeed(roomId, new HandOverSink(sink, callbacks));
        Room room = new Room(feed);
        feeds.add(feed);
        rooms.add(room);
        bindings.bind(room);
        return () -> {
            feeds.remove(feed);
            rooms.remove(room);
            bindings.unbind(room);
        };
    }

    /** Returns the rooms that are to be bound. */
    public List<Room> rooms() {
        return List.copyOf(rooms);
    }

    /** The room is bound to the exchange of a run. */
    public void bound(Room room, String run) {
        room.feed.bound(run, liveRun);
    }

    /** The queue on the exchange of a run is subscribed. */
    public void queueLive(String run) {
        liveRun = run;
        feeds.queueLive(run);
    }

    /** The queue is lost. */
    public void queueLost() {
        liveRun = null;
        feeds.queueLost();
    }

    /** The queue delivers an envelope. */
    public void deliver(byte[] envelope) {
        feeds.deliver(envelope);
    }
}
