package io.damso.persistence.rooms;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.damso.persistence.rooms.members.Memberships;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * Reads rosters, and writes down who owns a room. The store has no transactions over two documents, so everybody who
 * ends a membership or hands a room over reads the roster again behind the own write: of two who do so at the same
 * time, the later reader sees both writes.
 *
 * <p>All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
public class Rosters {

    private final MongoOperations mongo;
    private final Memberships memberships;
    private final Clock clock;

    Rosters(MongoOperations mongo, Memberships memberships, Clock clock) {
        this.mongo = mongo;
        this.memberships = memberships;
        this.clock = clock;
    }

    /** Returns a room with its members, or empty if there is no such room. */
    public Optional<Roster> find(String roomId) {
        return Optional.ofNullable(mongo.findById(roomId, RoomDocument.class))
                .map(room -> new Roster(room, memberships.membersOf(roomId)));
    }

    /**
     * As {@link #find}, after it has written down the owner if another one follows from the members. If no member is
     * left, the room is archived.
     */
    public Optional<Roster> settle(String roomId) {
        Optional<Roster> found = find(roomId);
        while (found.isPresent() && !isSettled(found.get())) {
            found = find(roomId);
        }
        return found;
    }

    /** Corrects the room if necessary; returns whether nothing had to be corrected. */
    private boolean isSettled(Roster roster) {
        RoomDocument room = roster.room();
        String owner = roster.owner().orElse(room.owner());
        if (!owner.equals(room.owner())) {
            handOver(room.id(), room.owner(), owner);
            return false;
        }
        if (roster.members().isEmpty() && room.archivedAt() == null) {
            mongo.updateFirst(
                    query(where("_id").is(room.id())),
                    Update.update(RoomDocument.ARCHIVED_AT, clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                    RoomDocument.class);
        }
        return true;
    }

    /** Names another owner, if the room still names the former one; returns whether it did. */
    public boolean handOver(String roomId, String from, String to) {
        return mongo.updateFirst(
                                query(where("_id")
                                        .is(roomId)
                                        .and(RoomDocument.OWNER)
                                        .is(from)),
                                Update.update(RoomDocument.OWNER, to),
                                RoomDocument.class)
                        .getMatchedCount()
                == 1;
    }
}
