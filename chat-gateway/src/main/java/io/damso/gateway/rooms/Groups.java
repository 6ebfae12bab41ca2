package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.RoomMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a room that receive every message. Those with the same format and label form a group and share
 * the bytes of a frame. Guarded by the feed's monitor.
 */
final class Groups {

    private final Map<Label, Group> byLabel = new HashMap<>(2);

    /** Groups of the same format are adjacent. */
    private final List<Group> groups = new ArrayList<>(1);

    void add(RoomSubscription subscription) {
        byLabel.computeIfAbsent(subscription.label(), this::newGroup)
                .subscriptions
                .add(subscription);
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

    boolean remove(RoomSubscription subscription) {
        Group group = byLabel.get(subscription.label());
        int index = group == null ? -1 : group.subscriptions.indexOf(subscription);
        if (group == null || index < 0) {
            return false;
        }
        // The order of listeners is irrelevant, so the last one replaces the removed one.
        RoomSubscription last = group.subscriptions.removeLast();
        if (last != subscription) {
            group.subscriptions.set(index, last);
        }
        if (group.subscriptions.isEmpty()) {
            groups.remove(group);
            byLabel.remove(group.label);
        }
        return true;
    }

    void addAllTo(List<RoomSubscription> all) {
        groups.forEach(group -> all.addAll(group.subscriptions));
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    void deliver(RoomMessage message) {
        @Nullable FrameFormat format = null;
        byte[] encoded = {};
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            if (group.label.format() != format) {
                format = group.label.format();
                encoded = format.encode(message);
            }
            group.deliver(encoded);
        }
    }

    private static final class Group {

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
                subscriptions.get(i).listener().deliver(whole);
            }
        }
    }

    /**
     * The common part of a group's frames besides the message.
     *
     * @param text text that the format writes into each frame
     */
    record Label(FrameFormat format, String text) {

        /** Returns the frame of one subscription. */
        byte[] frame(RoomMessage message) {
            return format.complete(format.encode(message), text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
