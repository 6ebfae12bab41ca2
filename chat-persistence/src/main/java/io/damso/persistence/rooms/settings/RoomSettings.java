package io.damso.persistence.rooms.settings;

import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.Room;
import io.damso.persistence.rooms.RoomDocument;
import io.damso.persistence.rooms.Roster;
import io.damso.persistence.rooms.Rosters;
import io.damso.persistence.rooms.members.ChangeAnnouncer;
import io.damso.persistence.rooms.members.Role;
import io.damso.protocol.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/** The rules for changing name, topic and archive of a room. */
@Component
class RoomSettings {

    private final Rosters rosters;
    private final ChangeAnnouncer announcer;
    private final Clock clock;

    RoomSettings(Rosters rosters, ChangeAnnouncer announcer, Clock clock) {
        this.rosters = rosters;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Changes a room and returns it. The owner and moderators change name and topic, only the owner archives the room
     * and takes it back. All changes of a request are stored together.
     *
     * @throws ProblemException with {@link ErrorCode#ROOM_ARCHIVED} if the room is archived and stays so, and those of
     *     {@link Rosters#forChange}
     * @throws org.springframework.dao.DataAccessException if the store does not answer
     */
    Room change(String roomId, RoomPatch patch, String caller) {
        Roster roster = rosters.forChange(roomId, caller);
        if (patch.archived() != null) {
            roster.require(caller, Role.OWNER);
        }
        if (patch.changesTexts()) {
            roster.require(caller, Role.MODERATOR);
            if (roster.isArchived() && !Boolean.FALSE.equals(patch.archived())) {
                throw new ProblemException(ErrorCode.ROOM_ARCHIVED);
            }
        }
        Update update = update(patch, roster);
        if (!update.getUpdateObject().isEmpty()) {
            rosters.update(roomId, update);
        }
        return (patch.archived() == null ? find(roomId) : announced(roomId, patch.archived())).toRoom(caller);
    }

    private Update update(RoomPatch patch, Roster roster) {
        Update update = new Update();
        if (patch.name() != null) {
            update.set(RoomDocument.NAME, patch.name());
        }
        if (patch.topic() != null) {
            set(update, RoomDocument.TOPIC, patch.topic().isEmpty() ? null : patch.topic());
        }
        if (patch.archived() != null && patch.archived() != roster.isArchived()) {
            set(
                    update,
                    RoomDocument.ARCHIVED_AT,
                    patch.archived() ? clock.instant().truncatedTo(ChronoUnit.MILLIS) : null);
        }
        return update;
    }

    private static void set(Update update, String field, @org.jspecify.annotations.Nullable Object value) {
        if (value == null) {
            update.unset(field);
        } else {
            update.set(field, value);
        }
    }

    /**
     * Tells the gateways. Requests at the same time may tell them in another order than they have written, so each
     * reads again behind its event, and tells what it finds.
     */
    private Roster announced(String roomId, boolean archived) {
        announcer.announceArchived(roomId, archived);
        Roster now = find(roomId);
        return now.isArchived() == archived ? now : announced(roomId, now.isArchived());
    }

    private Roster find(String roomId) {
        return rosters.find(roomId).orElseThrow(() -> new ProblemException(ErrorCode.ROOM_NOT_FOUND));
    }
}
