package io.damso.persistence.rooms;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.github.f4b6a3.uuid.UuidCreator;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.members.MembershipDocument;
import io.damso.persistence.rooms.members.Memberships;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions.Answers;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.stereotype.Component;

/**
 * The rooms. For a user who is not a member, a room does not exist.
 *
 * <p>All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
public class Rooms {

    /** Maximum number of members in all rooms of a page, which bounds the memory of one request. */
    static final int MAX_LISTED_MEMBERS = 5_000;

    /** Maximum number of members of a room. */
    public static final int MAX_MEMBERS = 1_000;

    private final MongoOperations mongo;
    private final Memberships memberships;
    private final Clock clock;

    Rooms(MongoOperations mongo, Memberships memberships, Clock clock) {
        this.mongo = mongo;
        this.memberships = memberships;
        this.clock = clock;
    }

    /**
     * Returns for each query whether the user is a member of the room, and whether that room is archived, in the order
     * of the queries.
     */
    public Answers areMembers(List<MembershipQuestion> questions) {
        Set<MembershipQuestion> members = memberships.among(questions);
        Map<String, RoomDocument> rooms = members.isEmpty()
                ? Map.of()
                : existing(members.stream().map(MembershipQuestion::roomId).collect(toSet()));
        List<Optional<RoomDocument>> found = questions.stream()
                .map(question ->
                        Optional.of(question).filter(members::contains).map(member -> rooms.get(member.roomId())))
                .toList();
        return new Answers(
                found.stream().map(Optional::isPresent).toList(),
                found.stream()
                        .map(room -> room.isPresent() && room.get().archivedAt() != null)
                        .toList());
    }

    private Map<String, RoomDocument> existing(Set<String> roomIds) {
        return mongo.find(query(where("_id").in(roomIds)), RoomDocument.class).stream()
                .collect(toMap(RoomDocument::id, room -> room));
    }

    /**
     * Checks that the user is a member of the room.
     *
     * @throws ProblemException with {@link ErrorCode#ROOM_NOT_FOUND} if the room does not exist or the user is not a
     *     member
     */
    public void requireMember(String roomId, String userId) {
        documentFor(roomId, userId);
    }

    /**
     * Creates a room. The members are written before the room, so that no request sees an incomplete room. No events
     * are published: no gateway can have a cached membership of a new id, and a thousand events would delay others.
     */
    Room create(String name, SortedSet<String> members, String owner) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<MembershipDocument> all = members.stream()
                .map(userId -> MembershipDocument.of(id, userId, now))
                .toList();
        memberships.addAll(all);
        RoomDocument room = new RoomDocument(id, RoomKind.GROUP, name, null, owner, null, now, null);
        mongo.insert(room);
        return new Roster(room, all).toRoom(owner);
    }

    /**
     * Returns the room with this id, after it has written what is missing of it. Several requests may do so at the same
     * time, with the same values.
     */
    public Roster finish(String id, RoomKind kind, String creator, Instant createdAt, List<String> members) {
        RoomDocument room = mongo.findById(id, RoomDocument.class);
        if (room == null) {
            members.forEach(userId -> memberships.add(id, userId, createdAt));
            room = new RoomDocument(id, kind, "", null, creator, null, createdAt, null);
            try {
                mongo.insert(room);
            } catch (DuplicateKeyException e) {
                // Another request was faster.
            }
        }
        return new Roster(room, memberships.membersOf(id));
    }

    Room get(String roomId, String userId) {
        return new Roster(documentFor(roomId, userId), memberships.membersOf(roomId)).toRoom(userId);
    }

    /**
     * Skips incompletely created rooms. A page with no complete room is skipped too, because it would have no
     * cursor.
     */
    RoomPage list(String userId, @Nullable String before, int limit) {
        RoomPage page = page(userId, before, limit);
        for (String cursor = before; page.rooms().isEmpty() && page.hasMore(); page = page(userId, cursor, limit)) {
            cursor = memberships.roomsOf(userId, cursor, limit).getLast();
        }
        return page;
    }

    private RoomPage page(String userId, @Nullable String before, int limit) {
        List<String> ids = memberships.roomsOf(userId, before, limit + 1);
        List<String> page = ids.subList(0, Math.min(limit, ids.size()));
        Map<String, RoomDocument> found = mongo.find(query(where("_id").in(page)), RoomDocument.class).stream()
                .collect(toMap(RoomDocument::id, room -> room));
        List<String> finished = page.stream().filter(found::containsKey).toList();
        Map<String, List<MembershipDocument>> members = memberships.membersOfFirst(finished, MAX_LISTED_MEMBERS);
        List<Room> rooms = finished.stream()
                .filter(members::containsKey)
                .map(id -> new Roster(Objects.requireNonNull(found.get(id)), members.getOrDefault(id, List.of()))
                        .toRoom(userId))
                .toList();
        return new RoomPage(rooms, ids.size() > limit || members.size() < finished.size());
    }

    private RoomDocument documentFor(String roomId, String userId) {
        RoomDocument room = memberships.contains(roomId, userId) ? mongo.findById(roomId, RoomDocument.class) : null;
        if (room == null) {
            throw new ProblemException(ErrorCode.ROOM_NOT_FOUND);
        }
        return room;
    }
}
