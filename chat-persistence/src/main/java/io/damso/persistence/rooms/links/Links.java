package io.damso.persistence.rooms.links;

import com.github.f4b6a3.uuid.UuidCreator;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.Admission;
import io.damso.persistence.rooms.Room;
import io.damso.persistence.rooms.Roster;
import io.damso.persistence.rooms.Rosters;
import io.damso.persistence.rooms.members.Role;
import io.damso.protocol.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The rules for links: the owner and moderators create, list and revoke them, and whoever has the token joins, within
 * time and number of uses. A link outlives its creator's role.
 *
 * <p>All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not answer, and those of
 * the owner and moderators the exceptions of {@link Rosters#forChange}, or {@link ErrorCode#NOT_A_MODERATOR}.
 */
@Component
class Links {

    /** Maximum number of links of a room. */
    static final int MOST = 50;

    private final LinkStore store;
    private final Rosters rosters;
    private final Admission admission;
    private final Clock clock;

    Links(LinkStore store, Rosters rosters, Admission admission, Clock clock) {
        this.store = store;
        this.rosters = rosters;
        this.admission = admission;
        this.clock = clock;
    }

    /** Creates a link; only this answer has its token. */
    Link create(String roomId, NewLink wanted, String caller) {
        Roster roster = rosters.forChange(roomId, caller);
        roster.require(caller, Role.MODERATOR);
        if (roster.isArchived()) {
            throw new ProblemException(ErrorCode.ROOM_ARCHIVED);
        }
        if (store.of(roomId).size() >= MOST) {
            throw new ProblemException(new InvalidValue(
                    "roomId", "has too many links", "rooms with fewer than " + MOST + " links; revoke one first"));
        }
        LinkToken token = LinkToken.random();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        LinkDocument link = new LinkDocument(
                UuidCreator.getTimeOrderedEpoch().toString(),
                roomId,
                token.hash(),
                caller,
                now,
                now.plusSeconds(wanted.secondsOrDefault()),
                wanted.usesOrDefault(),
                wanted.usesOrDefault());
        store.add(link);
        return Link.of(link, token);
    }

    LinkList list(String roomId, String caller) {
        rosters.forChange(roomId, caller).require(caller, Role.MODERATOR);
        List<LinkDocument> found = store.of(roomId);
        return new LinkList(found.stream().map(link -> Link.of(link, null)).toList());
    }

    /** Revokes a link, if there is one with this id. Whoever has joined by it stays a member. */
    void revoke(String roomId, String linkId, String caller) {
        rosters.forChange(roomId, caller).require(caller, Role.MODERATOR);
        store.remove(roomId, linkId);
    }

    /**
     * A user in the room of a link.
     *
     * @param room the room
     * @param linkId the link
     * @param joined whether the user was not a member before
     */
    record Joined(Room room, String linkId, boolean joined) {}

    /**
     * Makes the caller a member of the link's room. A use counts only if the caller was not a member before.
     *
     * @throws ProblemException with {@link ErrorCode#LINK_NOT_FOUND} if the link was revoked, has ended or was used up,
     *     and those of {@link Admission}
     */
    Joined join(LinkToken token, String caller) {
        Instant now = clock.instant();
        LinkDocument link =
                store.find(token).filter(found -> found.endsAt().isAfter(now)).orElseThrow(Links::notFound);
        Roster roster = roster(link);
        if (roster.contains(caller)) {
            return new Joined(roster.toRoom(caller), link.id(), false);
        }
        if (link.usesLeft() < 1) {
            throw notFound();
        }
        admission.requireRoomFor(roster, caller);
        if (!store.use(link.id(), now)) {
            throw notFound();
        }
        boolean joined = admission.admit(link.roomId(), caller);
        if (!joined) {
            store.giveBack(link.id()); // the same user has joined by another request at the same time
        }
        return new Joined(roster(link).toRoom(caller), link.id(), joined);
    }

    private Roster roster(LinkDocument link) {
        Optional<Roster> roster = rosters.settle(link.roomId());
        return roster.orElseThrow(Links::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(ErrorCode.LINK_NOT_FOUND);
    }
}
