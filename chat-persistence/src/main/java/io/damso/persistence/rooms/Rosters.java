package io.damso.persistence.rooms;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.members.Memberships;
import io.damso.protocol.ErrorCode;
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

    /**
     * Returns the settled roster of a room that one of its members wants to change.
     *
     * @throws ProblemException with {@link ErrorCode#ROOM_NOT_FOUND} if the caller is not a member, or with
     *     {@link ErrorCode#DIRECT_ROOM} if the room is direct
     */
    public Roster forChange(String roomId, String caller) {
        Roster found = (memberships.contains(roomId, caller) ? settle(roomId) : Optional.<Roster>empty())
                .filter(roster -> roster.contains(caller))
                .orElseThrow(() -> new ProblemException(ErrorCode.ROOM_NOT_FOUND));
        if (found.isDirect()) {
            throw new ProblemException(ErrorCode.DIRECT_ROOM);
        }
        return found;
    }

    /** Changes fields of a room together, without reading the roster again. */
    public void update(String roomId, Update update) {
        mongo.updateFirst(query(where("_id").is(roomId)), update, RoomDocument.class);
    }

    /** Corrects the room if necessary; returns whether nothing had to be corrected. */
    private boolean isSettled(Roster roster) {
        RoomDocument room = roster.room();
        String owner = roster.owner().orElse(room.owner());
        if (!owner.equals(room.owner())) {
            handOver(roster, owner);
            return false;
        }
        if (roster.members().isEmpty() && room.archivedAt() == null) {
            update(
                    room.id(),
                    Update.update(RoomDocument.ARCHIVED_AT, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        }
        return true;
    }

    /**
     * Names another owner, if the owner has not changed since the roster was read: not even away and back, because then
     * other members may follow from the roster. Returns whether it was so.
     */
    public boolean handOver(Roster roster, String to) {
        RoomDocument room = roster.room();
        return mongo.updateFirst(
                                query(where("_id")
                                        .is(room.id())
                                        .and(RoomDocument.OWNER)
                                        .is(room.owner())
                                        .and(RoomDocument.OWNER_CHANGES)
                                        .is(room.ownerChanges())),
                                Update.update(RoomDocument.OWNER, to).inc(RoomDocument.OWNER_CHANGES, 1),
                                RoomDocument.class)
                        .getMatchedCount()
                == 1;
    }
}
