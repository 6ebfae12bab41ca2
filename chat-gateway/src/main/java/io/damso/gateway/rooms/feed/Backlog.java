package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.Copy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored messages before the oldest one of a {@link Ring}, as they were read from the store for somebody who
 * resumed: all of them from one number to another, with all their copies. Of the oldest ones only the copies may be
 * kept. Not thread-safe.
 */
final class Backlog {

    /** What the copies of one message take, in bytes. */
    private static final int COPIES_SIZE = 150;

    private final RoomId roomId;
    private final Deque<StoredMessage> messages;

    /** The messages before these, without their texts: for clients that have got them. */
    private final List<Known> known = new ArrayList<>();

    private final Set<String> ids = new HashSet<>();

    /** For each origin the highest number among the copies. */
    private final Map<String, Long> highest = new HashMap<>();

    private long after;
    private int bytes;

    private record Known(long seq, List<Copy> copies) {}

    /**
     * Creates a backlog.
     *
     * @param after number that the first message follows
     * @param messages all that follow it, in the order of their numbers, up to the oldest one of the ring
     */
    Backlog(RoomId roomId, long after, List<StoredMessage> messages) {
        this.roomId = roomId;
        this.after = after;
        this.messages = new ArrayDeque<>(messages);
        for (StoredMessage message : messages) {
            ids.add(message.id());
            bytes += size(message);
            message.copies().forEach(copy -> highest.merge(copy.o(), copy.n(), Math::max));
        }
    }

    private int size(StoredMessage message) {
        return message.in(roomId).size();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int count() {
        return messages.size();
    }

    /** Returns the memory that the messages take, in bytes. */
    int bytes() {
        return bytes;
    }

    /** Returns whether it has a copy of a message, or had one. */
    boolean has(String id) {
        return ids.contains(id);
    }

    /** Returns whether an entry of this origin and number, or a later one of the origin, was stored before the ring. */
    boolean reaches(String origin, long number) {
        return number <= highest.getOrDefault(origin, 0L);
    }

    /** Removes the text of the oldest message. */
    void forgetOldest() {
        StoredMessage oldest = messages.remove();
        known.add(new Known(oldest.seq(), oldest.copies()));
        bytes += COPIES_SIZE - size(oldest);
    }

    /** Removes the oldest message and everything before it, and returns the size of that in bytes. */
    int removeOldest() {
        StoredMessage oldest = messages.remove();
        int size = size(oldest) + COPIES_SIZE * known.size();
        known.clear();
        after = oldest.seq();
        bytes -= size;
        return size;
    }

    /** Returns what a client has not got of these messages, or null if it may lack earlier ones. */
    @Nullable
    List<Replay> missedBy(Position client) {
        if (client.stored() < after
                || !client.holes().isEmpty()
                || known.stream().anyMatch(each -> !client.includes(each.seq(), each.copies()))) {
            return null;
        }
        List<Replay> missed = new ArrayList<>();
        for (StoredMessage message : messages) {
            if (!client.includes(message.seq(), message.copies())) {
                missed.add(new Replay(message.in(roomId), client.upTo(message.seq())));
            }
        }
        return missed;
    }
}
