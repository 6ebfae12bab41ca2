package io.damso.simulation;

import io.damso.gateway.rooms.FrameFormat;
import io.damso.gateway.rooms.Join;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.rooms.RoomListener;
import io.damso.gateway.rooms.RoomSubscription;
import io.damso.gateway.rooms.SimulatedRooms;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscription of a client, and everything that it got. */
final class Subscriber implements RoomListener {

    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    /** Passes the message itself to the listeners, which are called while it is the last one. */
    static final class Format implements FrameFormat {

        private static final byte[] NONE = {};
        private @Nullable RoomMessage last;

        @Override
        public byte[] encode(RoomMessage message) {
            last = message;
            return NONE;
        }

        @Override
        public byte[] complete(byte[] encoded, byte[] label) {
            return NONE;
        }
    }

    /**
     * What the client got.
     *
     * @param id of the message; null for the RECEIPT
     * @param token of the position
     * @param late whether the message is marked as late
     * @param at number of the event in the whole simulation
     */
    record Frame(@Nullable String id, @Nullable String token, boolean late, long at) {}

    private final Client client;
    private final String room;
    private final Join join;
    private final long session;
    private final Format format;
    private final long since;
    private final List<Frame> frames = new ArrayList<>();
    private @Nullable RoomSubscription subscription;
    private @Nullable Joined joined;
    private boolean ended;
    private boolean lossOpen;
    private boolean lossTold;

    Subscriber(Client client, String room, Join join) {
        this.client = client;
        this.room = room;
        this.join = join;
        this.session = client.session();
        this.format = client.world().format();
        this.since = client.world().now();
    }

    void subscribe(Gateway gateway) {
        RoomSubscription begun = gateway.rooms().subscribe(new RoomId(room), format, join, this);
        subscription = begun;
        begun.whenLive().whenComplete((outcome, failure) -> {
            if (outcome == null) {
                client.ended(this);
            } else {
                joined = outcome;
                got(null, outcome.position(), false);
                client.world()
                        .trace(() ->
                                client + " is subscribed to " + room + ", replayed " + outcome.replayed() + ", failure "
                                        + outcome.failure() + ", position " + World.position(room, outcome.position()));
                begun.start();
            }
        });
    }

    private void got(@Nullable String id, @Nullable String token, boolean late) {
        frames.add(new Frame(id, token, late, client.world().event()));
        if (token != null) {
            client.reached(room, token);
        }
    }

    @Override
    public void deliver(byte[] frame) {
        RoomMessage message = format.last;
        if (message == null || ended) {
            client.world().report(new Violation("frame", "A frame came to " + this + " after its end"));
            return;
        }
        got(message.id(), message.position(), message.late());
        client.world()
                .trace(() -> client + " hears " + client.world().text(message.id()) + " in " + room
                        + (message.late() ? " late" : "") + ", position " + World.position(room, message.position()));
    }

    @Override
    public void deliveryInterrupted(RoomId roomId) {
        lossOpen = true;
        lossTold = true;
        client.world().trace(() -> client + " is told of an interruption in " + room);
    }

    @Override
    public void deliveryResumed(RoomId roomId, Missed missed) {
        lossOpen = missed != Missed.DELIVERED;
        client.world()
                .trace(() ->
                        client + " is told of the end of an interruption in " + room + ", missed messages " + missed);
    }

    @Override
    public boolean whenReady(Runnable task) {
        return client.whenReady(task);
    }

    /** Gives up if the subscription did not begin in time. */
    void tick() {
        RoomSubscription begun = subscription;
        if (joined == null && begun != null && client.world().now() - since > TIMEOUT) {
            SimulatedRooms.giveUp(begun);
        }
    }

    /** The client cancels, or the connection is lost. */
    void end(boolean gatewayLives) {
        ended = true;
        RoomSubscription begun = subscription;
        if (gatewayLives && begun != null) {
            begun.cancel();
        }
    }

    boolean isEnded() {
        return ended;
    }

    void markEnded() {
        ended = true;
    }

    Client client() {
        return client;
    }

    String room() {
        return room;
    }

    Join join() {
        return join;
    }

    long session() {
        return session;
    }

    List<Frame> frames() {
        return frames;
    }

    @Nullable
    Joined joined() {
        return joined;
    }

    /** Returns whether the client was told of a loss whose end it was not told. */
    boolean isLossOpen() {
        return lossOpen;
    }

    /** Returns whether the client was ever told of a loss. */
    boolean isLossTold() {
        return lossTold;
    }

    @Override
    public String toString() {
        return "the subscription of " + client + " to " + room + " (" + join + ")";
    }
}
