package io.damso.gateway.rooms;

import io.damso.protocol.RoomId;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of one room on this node: its listeners, and the state of the node's subscription at the broker.
 * Listeners with the same format and label form a group and share the bytes of a frame. A message whose id is among the
 * last ones is a repeat and is not passed on. What an origin published before a message, and the feed did not hear, is
 * a hole. Guarded by its monitor; feeds do not wait for each other.
 */
final class Feed implements RoomSink {

    private final RoomId roomId;
    private final Counter repeats;
    private final Consumer<Feed> hole;
    private final HeardNumbers numbers = new HeardNumbers();
    private final RecentIds recent = new RecentIds();
    private final Map<Label, Group> groupsByLabel = new HashMap<>(2);

    /** Groups of the same format are adjacent. */
    private final List<Group> groups = new ArrayList<>(1);

    private @Nullable Runnable cancellation;
    private int listeners;
    private boolean live;
    private boolean closed;
    private long emptySince;
    private long lastMessage;

    /**
     * Creates a feed without listeners.
     *
     * @param repeats counts the messages that were not passed on because they had just been passed on
     * @param hole called when messages are missing; must not block
     */
    Feed(RoomId roomId, Counter repeats, Consumer<Feed> hole) {
        this.roomId = roomId;
        this.repeats = repeats;
        this.hole = hole;
    }

    RoomId roomId() {
        return roomId;
    }

    /**
     * Adds a listener. The first one subscribes the node to the room at the broker.
     *
     * @return null if the feed is closed
     */
    synchronized @Nullable RoomSubscription add(Label label, RoomListener listener, RoomRelay relay) {
        if (closed) {
            return null;
        }
        if (cancellation == null) {
            cancellation = relay.subscribe(roomId, this);
        }
        Group group = groupsByLabel.computeIfAbsent(label, this::newGroup);
        RoomSubscription subscription = new RoomSubscription(this, group, listener, live);
        group.subscriptions.add(subscription);
        listeners++;
        return subscription;
    }

    private Group newGroup(Label label) {
        Group group = new Group(label);
        int place = groups.size();
        while (place > 0 && groups.get(place - 1).label.format() != label.format()) {
            place--;
        }
        groups.add(place > 0 ? place : groups.size(), group);
        return group;
    }

    synchronized void remove(RoomSubscription subscription, Group group) {
        int index = group.subscriptions.indexOf(subscription);
        if (index < 0) {
            return;
        }
        // The order of listeners is irrelevant, so the last one replaces the removed one.
        RoomSubscription last = group.subscriptions.removeLast();
        if (last != subscription) {
            group.subscriptions.set(index, last);
        }
        if (group.subscriptions.isEmpty()) {
            groups.remove(group);
            groupsByLabel.remove(group.label);
        }
        if (--listeners == 0) {
            emptySince = System.nanoTime();
        }
    }

    /**
     * Cancels the subscription at the broker if there was no listener for this time.
     *
     * @return whether the feed is closed
     */
    synchronized boolean closeIfEmptyFor(long nanos) {
        if (!closed && listeners == 0 && System.nanoTime() - emptySince >= nanos) {
            closed = true;
            if (cancellation != null) {
                cancellation.run();
            }
        }
        return closed;
    }

    /** Frees the memory of the last ids and numbers if there was no message for this time. */
    synchronized void forgetIfQuietFor(long nanos) {
        if (System.nanoTime() - lastMessage >= nanos) {
            recent.clear();
            numbers.clear();
        }
    }

    @Override
    public void live() {
        for (RoomSubscription subscription : changeTo(true)) {
            if (subscription.wasLive()) {
                subscription.listener.deliveryResumed(roomId);
            } else {
                subscription.confirm();
            }
        }
    }

    @Override
    public void interrupted() {
        synchronized (this) {
            numbers.clear(); // this hole is told now
        }
        for (RoomSubscription subscription : changeTo(false)) {
            if (subscription.wasLive()) {
                subscription.listener.deliveryInterrupted(roomId);
            }
        }
    }

    /** Tells the listeners that messages may be missing from a time in which the delivery was not interrupted. */
    void tellHole() {
        List<RoomSubscription> all;
        synchronized (this) {
            all = live ? subscriptions() : List.of(); // otherwise they are told already
        }
        for (RoomSubscription subscription : all) {
            if (subscription.wasLive()) {
                subscription.listener.deliveryInterrupted(roomId);
                subscription.listener.deliveryResumed(roomId);
            }
        }
    }

    /**
     * Changes the state.
     *
     * @return the subscriptions to notify, without holding the monitor; empty if the state was the same
     */
    private synchronized List<RoomSubscription> changeTo(boolean now) {
        if (live == now) {
            return List.of();
        }
        live = now;
        return subscriptions();
    }

    private List<RoomSubscription> subscriptions() {
        List<RoomSubscription> all = new ArrayList<>(listeners);
        groups.forEach(group -> all.addAll(group.subscriptions));
        return all;
    }

    @Override
    public synchronized void message(RoomMessage message) {
        lastMessage = System.nanoTime();
        boolean missing = numbers.heard(
                message.origin(), message.number(), message.entry().previous());
        if (listeners == 0) {
            return;
        }
        if (missing) {
            hole.accept(this);
        }
        if (!recent.add(message.id())) {
            repeats.increment();
            return;
        }
        FrameFormat format = groups.getFirst().label.format();
        byte[] encoded = format.encode(message);
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            if (group.label.format() != format) {
                format = group.label.format();
                encoded = format.encode(message);
            }
            group.deliver(encoded);
        }
    }

    /** Listeners whose frames are equal, byte by byte. */
    static final class Group {

        private final Label label;
        private final byte[] text;
        private final List<RoomSubscription> subscriptions = new ArrayList<>(2);

        private Group(Label label) {
            this.label = label;
            this.text = label.text().getBytes(StandardCharsets.UTF_8);
        }

        private void deliver(byte[] encoded) {
            byte[] whole = label.format().complete(encoded, text);
            for (int i = 0; i < subscriptions.size(); i++) {
                subscriptions.get(i).listener.deliver(whole);
            }
        }
    }

    /**
     * The common part of a group's frames besides the message.
     *
     * @param text text that the format writes into each frame
     */
    record Label(FrameFormat format, String text) {}
}
