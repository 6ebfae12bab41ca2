package io.damso.gateway.session;

import io.damso.gateway.rooms.RoomListener;
import io.damso.gateway.rooms.RoomSubscription;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.Destination;
import io.damso.protocol.Missed;
import io.damso.protocol.RoomId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One subscription of a session. Passes the messages of its room to the client's channel. Thread-safe. */
public final class Subscription implements RoomListener {

    private final Destination.ForSubscribe destination;
    private final String spelling;
    private final String label;
    private final ClientChannel channel;
    private @Nullable RoomSubscription room;
    private boolean cancelled;

    /**
     * Creates a subscription.
     *
     * @param spelling destination as the client wrote it; its messages carry the same text
     * @param label the part of its messages that differs between subscriptions
     */
    Subscription(Destination.ForSubscribe destination, String spelling, String label, ClientChannel channel) {
        this.destination = destination;
        this.spelling = spelling;
        this.label = label;
        this.channel = channel;
    }

    /** Returns the parsed destination. */
    public Destination.ForSubscribe destination() {
        return destination;
    }

    /** Returns the destination as the client wrote it. */
    public String spelling() {
        return spelling;
    }

    /** Returns the label that {@link ClientChannel#format} writes into its messages. */
    public String label() {
        return label;
    }

    /** Returns the subscription to the room; null if it is not attached to one. */
    public synchronized @Nullable RoomSubscription room() {
        return room;
    }

    /**
     * Attaches the subscription to its room, unless it was cancelled. A concurrent {@link #cancel} waits, so nothing is
     * delivered after a cancel.
     *
     * @return the subscription to the room, or null if this one was cancelled
     */
    public synchronized @Nullable RoomSubscription attach(Supplier<RoomSubscription> rooms) {
        if (!cancelled) {
            room = rooms.get();
        }
        return room;
    }

    /**
     * Cancels the subscription.
     *
     * @return whether it was attached to a room
     */
    public boolean cancel() {
        RoomSubscription attached;
        synchronized (this) {
            cancelled = true;
            attached = room;
        }
        if (attached != null) {
            attached.cancel();
        }
        return attached != null;
    }

    @Override
    public void deliver(byte[] frame) {
        channel.message(frame);
    }

    @Override
    public void deliveryInterrupted(RoomId roomId) {
        channel.deliveryChanged(DeliveryChanged.interrupted(spelling));
    }

    @Override
    public void deliveryResumed(RoomId roomId, Missed missed) {
        channel.deliveryChanged(DeliveryChanged.resumed(spelling, missed));
    }

    @Override
    public boolean whenReady(Runnable task) {
        return channel.whenReady(task);
    }
}
