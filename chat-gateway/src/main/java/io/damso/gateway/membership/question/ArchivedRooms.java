package io.damso.gateway.membership.question;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomArchived;
import java.util.List;

/**
 * The archived rooms that this node has been told of: by the answers to membership questions, so for each room whose
 * membership is cached, and by events. What was learned last counts; an answer counts as old as its question.
 * Thread-safe.
 */
public final class ArchivedRooms {

    private final Cache<String, State> rooms;
    private long time;

    /**
     * Creates an empty set.
     *
     * @param most maximum number of remembered rooms; at least the number of cached memberships
     */
    public ArchivedRooms(long most) {
        rooms = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /**
     * What is known of a room.
     *
     * @param archived whether it is archived
     * @param time when this was true, in ticks of this object
     */
    private record State(boolean archived, long time) {}

    /** Returns whether a room is known to be archived. */
    public boolean contains(String roomId) {
        State known = rooms.getIfPresent(roomId);
        return known != null && known.archived();
    }

    /** Returns the time of a question that is about to be asked. */
    synchronized long ask() {
        return ++time;
    }

    /**
     * Applies the answers to questions.
     *
     * @param asked the time from {@link #ask}
     * @param archived for each question whether the room is archived; may be shorter, from an older persistence
     */
    synchronized void answered(long asked, List<MembershipQuestion> questions, List<Boolean> archived) {
        for (int i = 0; i < Math.min(questions.size(), archived.size()); i++) {
            String roomId = questions.get(i).roomId();
            State known = rooms.getIfPresent(roomId);
            // Rooms that were never archived are most, and take no place.
            if (known == null ? archived.get(i) : known.time() < asked) {
                rooms.put(roomId, new State(archived.get(i), asked));
            }
        }
    }

    /** Applies an event. */
    public synchronized void changed(RoomArchived event) {
        rooms.put(event.roomId(), new State(event.archived(), ++time));
    }
}
