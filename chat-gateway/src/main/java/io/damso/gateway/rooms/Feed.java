package io.damso.gateway.rooms;

import io.damso.gateway.EncodedFrames;
import io.damso.protocol.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One room on this node: who listens, and whether the broker has the node's subscription. Listeners with the same
 * {@code subscription} header form a group and share one frame. Its own monitor guards it, no other feed waits for it.
 */
final class Feed implements RoomSink {

    private final RoomId roomId;
    private final MessageFrames frames;
    private final Map<String, Group> groupsByHeader = new HashMap<>(2);
    private final List<Group> groups = new ArrayList<>(1);
    private @Nullable Runnable cancellation;
    private int listeners;
    private boolean live;
    private boolean closed;
    private long emptySince;

    Feed(RoomId roomId, MessageFrames frames) {
        this.roomId = roomId;
        this.frames = frames;
    }

    RoomId roomId() {
        return roomId;
    }

    /** Adds a listener, and asks the broker if it is the first one; null if the feed was closed before. */
    synchronized @Nullable RoomSubscription add(String header, RoomListener listener, RoomRelay relay) {
        if (closed) {
            return null;
        }
        if (cancellation == null) {
            cancellation = relay.subscribe(roomId, this);
        }
        Group group = groupsByHeader.computeIfAbsent(header, this::newGroup);
        RoomSubscription subscription = new RoomSubscription(this, group, listener, live);
        group.subscriptions.add(subscription);
        listeners++;
        return subscription;
    }

    private Group newGroup(String header) {
        Group group = new Group(header);
        groups.add(group);
        return group;
    }

    synchronized void remove(RoomSubscription subscription, Group group) {
        int index = group.subscriptions.indexOf(subscription);
        if (index < 0) {
            return;
        }
        // The order of listeners means nothing, so the last one takes the free place.
        RoomSubscription last = group.subscriptions.removeLast();
        if (last != subscription) {
            group.subscriptions.set(index, last);
        }
        if (group.subscriptions.isEmpty()) {
            groups.remove(group);
            groupsByHeader.remove(group.header);
        }
        if (--listeners == 0) {
            emptySince = System.nanoTime();
        }
    }

    /** Leaves the broker if nobody has listened for the time; returns whether the feed is closed. */
    synchronized boolean closeIfEmptyFor(long nanos) {
        if (!closed && listeners == 0 && System.nanoTime() - emptySince >= nanos) {
            closed = true;
            if (cancellation != null) {
                cancellation.run();
            }
        }
        return closed;
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
        for (RoomSubscription subscription : changeTo(false)) {
            if (subscription.wasLive()) {
                subscription.listener.deliveryInterrupted(roomId);
            }
        }
    }

    /** Returns whom to tell; they are told outside the monitor. */
    private synchronized List<RoomSubscription> changeTo(boolean now) {
        if (live == now) {
            return List.of();
        }
        live = now;
        List<RoomSubscription> all = new ArrayList<>(listeners);
        groups.forEach(group -> all.addAll(group.subscriptions));
        return all;
    }

    @Override
    public synchronized void message(RoomMessage message) {
        if (listeners == 0) {
            return;
        }
        byte[] frame = frames.encode(roomId, message);
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).deliver(frame);
        }
    }

    /** Listeners whose frames are the same, byte by byte. */
    static final class Group {

        private final String header;
        private final byte[] line;
        private final List<RoomSubscription> subscriptions = new ArrayList<>(2);

        private Group(String header) {
            this.header = header;
            this.line = header.getBytes(StandardCharsets.UTF_8);
        }

        private void deliver(byte[] frame) {
            byte[] whole = EncodedFrames.withHeader(frame, line);
            for (int i = 0; i < subscriptions.size(); i++) {
                subscriptions.get(i).listener.deliver(whole);
            }
        }
    }
}
