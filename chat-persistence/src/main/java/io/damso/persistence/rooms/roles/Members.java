package io.damso.persistence.rooms.roles;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.Admission;
import io.damso.persistence.rooms.RoomDocument;
import io.damso.persistence.rooms.Roster;
import io.damso.persistence.rooms.Rosters;
import io.damso.persistence.rooms.members.Memberships;
import io.damso.persistence.rooms.members.Role;
import io.damso.protocol.ErrorCode;
import org.springframework.stereotype.Component;

/**
 * The rules for changing the members of a room and their roles. All changes are idempotent.
 *
 * <p>All methods throw the exceptions of {@link Rosters#forChange}, a {@link ProblemException} with
 * {@link ErrorCode#NOT_A_MODERATOR} or {@link ErrorCode#NOT_THE_OWNER}, and a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
class Members {

    private final Rosters rosters;
    private final Memberships memberships;
    private final Admission admission;

    Members(Rosters rosters, Memberships memberships, Admission admission) {
        this.rosters = rosters;
        this.memberships = memberships;
        this.admission = admission;
    }

    /**
     * Adds a member. The owner and moderators may do this.
     *
     * @throws ProblemException of {@link Admission#requireRoomFor} and {@link Admission#admit}
     */
    void add(String roomId, String userId, String caller) {
        Roster roster = rosters.forChange(roomId, caller);
        roster.require(caller, Role.MODERATOR);
        if (!roster.contains(userId)) {
            admission.requireRoomFor(roster, userId);
        }
        admission.admit(roomId, userId);
    }

    /**
     * Removes a member. Everybody may leave; moderators remove members, and only the owner removes moderators. If the
     * owner leaves, the longest-standing moderator owns the room, or if there is none the longest-standing member.
     */
    void remove(String roomId, String userId, String caller) {
        rosters.forChange(roomId, caller).requireMayRemove(caller, userId);
        admission.expel(roomId, userId);
    }

    /**
     * Changes the role of a member; only the owner may do this. To make another member the owner hands the room over:
     * the former owner is a moderator then.
     *
     * @throws ProblemException with {@link ErrorCode#NOT_FOUND} if the user is not a member
     */
    void changeRole(String roomId, String userId, Role role, String caller) {
        Roster roster = rosters.forChange(roomId, caller);
        roster.require(caller, Role.OWNER);
        if (userId.equals(caller)) {
            if (role != Role.OWNER) {
                throw new ProblemException(new InvalidValue(
                        "/role", "would leave the room without an owner", "owner, for another member"));
            }
        } else if (!roster.contains(userId)) {
            throw new ProblemException(ErrorCode.NOT_FOUND);
        } else if (role == Role.OWNER) {
            handOver(roster, userId);
        } else if (!memberships.setModerator(roomId, userId, role == Role.MODERATOR)) {
            throw new ProblemException(ErrorCode.NOT_FOUND);
        }
    }

    private void handOver(Roster roster, String to) {
        RoomDocument room = roster.room();
        // First: without effect as long as the user is the owner.
        memberships.setModerator(room.id(), room.owner(), true);
        if (!rosters.handOver(roster, to)) {
            throw new ProblemException(ErrorCode.NOT_THE_OWNER); // handed over by another request at the same time
        }
        rosters.settle(room.id()); // the new owner may have left meanwhile
    }
}
