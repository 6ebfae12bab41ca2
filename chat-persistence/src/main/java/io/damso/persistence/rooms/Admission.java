package io.damso.persistence.rooms;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.members.Bans;
import io.damso.persistence.rooms.members.ChangeAnnouncer;
import io.damso.persistence.rooms.members.Memberships;
import io.damso.protocol.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/**
 * Begins and ends memberships, and tells the gateways. A ban is written before the membership is removed, and looked
 * for again after one is written: so of an admission and a ban at the same time, one removes the membership.
 *
 * <p>All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
public class Admission {

    private final Rosters rosters;
    private final Memberships memberships;
    private final Bans bans;
    private final ChangeAnnouncer announcer;
    private final Clock clock;

    Admission(Rosters rosters, Memberships memberships, Bans bans, ChangeAnnouncer announcer, Clock clock) {
        this.rosters = rosters;
        this.memberships = memberships;
        this.bans = bans;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Checks that a room may take a user who is not a member.
     *
     * @throws ProblemException with {@link ErrorCode#ROOM_ARCHIVED}, {@link ErrorCode#BANNED}, or
     *     {@link ErrorCode#BAD_REQUEST} if the room is full
     */
    public void requireRoomFor(Roster roster, String userId) {
        if (roster.isArchived()) {
            throw new ProblemException(ErrorCode.ROOM_ARCHIVED);
        } else if (bans.contains(roster.room().id(), userId)) {
            throw new ProblemException(ErrorCode.BANNED);
        } else if (roster.members().size() >= Rooms.MAX_MEMBERS) {
            throw new ProblemException(new InvalidValue(
                    "roomId", "is a full room", "rooms with fewer than " + Rooms.MAX_MEMBERS + " members"));
        }
    }

    /**
     * Makes a user a member.
     *
     * @return false if the user has become a member in the meantime
     * @throws ProblemException with {@link ErrorCode#BANNED} if the user was banned in the meantime
     */
    public boolean admit(String roomId, String userId) {
        boolean added = memberships.add(roomId, userId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (bans.contains(roomId, userId)) {
            expel(roomId, userId);
            throw new ProblemException(ErrorCode.BANNED);
        }
        announcer.announce(roomId, userId, true);
        return added;
    }

    /** Ends a membership, if there is one. */
    public void expel(String roomId, String userId) {
        memberships.remove(roomId, userId);
        announcer.announce(roomId, userId, false);
        rosters.settle(roomId);
    }
}
