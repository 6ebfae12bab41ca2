package io.damso.persistence.rooms.bans;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.Admission;
import io.damso.persistence.rooms.Roster;
import io.damso.persistence.rooms.Rosters;
import io.damso.persistence.rooms.members.BanDocument;
import io.damso.persistence.rooms.members.Bans;
import io.damso.persistence.rooms.members.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rules for bans: the owner and moderators ban whom they may remove, and users who are not members.
 *
 * <p>All methods throw the exceptions of {@link Rosters#forChange}, a {@link ProblemException} with
 * {@link io.damso.protocol.ErrorCode#NOT_A_MODERATOR} or {@link io.damso.protocol.ErrorCode#NOT_THE_OWNER}, and a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
class RoomBans {

    /** Maximum number of bans of a room. */
    static final int MOST = 10_000;

    private final Rosters rosters;
    private final Bans bans;
    private final Admission admission;
    private final Clock clock;

    RoomBans(Rosters rosters, Bans bans, Admission admission, Clock clock) {
        this.rosters = rosters;
        this.bans = bans;
        this.admission = admission;
        this.clock = clock;
    }

    /** Bans a user, in place of an earlier ban, and ends the membership. */
    void ban(String roomId, String userId, NewBan wanted, String caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        @Nullable Instant until = wanted.endAfter(now);
        Roster roster = rosters.forChange(roomId, caller);
        roster.requireMayRemove(caller, userId);
        if (userId.equals(caller)) {
            throw new ProblemException(new InvalidValue("userId", "is the caller", "the id of another user"));
        } else if (bans.count(roomId) >= MOST) {
            throw new ProblemException(
                    new InvalidValue("roomId", "has too many bans", "rooms with fewer than " + MOST + " bans"));
        }
        bans.put(BanDocument.of(roomId, userId, caller, now, until));
        admission.expel(roomId, userId);
    }

    /** Lifts a ban, if there is one. The user is not a member again. */
    void lift(String roomId, String userId, String caller) {
        rosters.forChange(roomId, caller).require(caller, Role.MODERATOR);
        bans.remove(roomId, userId);
    }

    BanPage page(String roomId, @Nullable String after, int limit, String caller) {
        rosters.forChange(roomId, caller).require(caller, Role.MODERATOR);
        List<BanDocument> found = bans.page(roomId, after, limit + 1);
        return new BanPage(found.stream().limit(limit).map(Ban::of).toList(), found.size() > limit);
    }
}
