package io.damso.persistence.rooms.members;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.damso.persistence.store.CollectionIndexes;
import io.damso.protocol.MembershipQuestion;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The stored memberships. All changes are idempotent. All methods throw a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
public class Memberships {

    private static final String ROOM_ID = "roomId";
    private static final String USER_ID = "userId";
    private static final String ROLE = "role";

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;

    Memberships(MongoOperations mongo) {
        this.mongo = mongo;
        this.indexes = new CollectionIndexes(
                mongo,
                MembershipDocument.COLLECTION,
                List.of(
                        new IndexModel(Indexes.ascending(USER_ID, ROOM_ID)),
                        new IndexModel(Indexes.ascending(ROOM_ID, USER_ID))));
    }

    /** Returns whether the user is a member of the room. */
    public boolean contains(String roomId, String userId) {
        return mongo.findById(MembershipDocument.idOf(roomId, userId), MembershipDocument.class) != null;
    }

    /** Returns those queries whose user is a member of the room. */
    public Set<MembershipQuestion> among(Collection<MembershipQuestion> questions) {
        List<String> ids = questions.stream()
                .map(question -> MembershipDocument.idOf(question.roomId(), question.userId()))
                .toList();
        return mongo.find(query(where("_id").in(ids)), MembershipDocument.class).stream()
                .map(document -> new MembershipQuestion(document.roomId(), document.userId()))
                .collect(toSet());
    }

    /**
     * Adds a member without a role. Whoever is a member already keeps role and age.
     *
     * @return whether the user was not a member before
     */
    public boolean add(String roomId, String userId, Instant joinedAt) {
        indexes.ensure();
        try {
            mongo.insert(MembershipDocument.of(roomId, userId, joinedAt));
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Adds the members of a new room. */
    public void addAll(List<MembershipDocument> members) {
        indexes.ensure();
        mongo.bulkOps(BulkMode.UNORDERED, MembershipDocument.class)
                .insert(members)
                .execute();
    }

    /** Removes a member, if the user is one. */
    public void remove(String roomId, String userId) {
        mongo.remove(is(roomId, userId), MembershipDocument.class);
    }

    /** Makes a member a moderator or takes the role back; returns whether the user is a member. */
    public boolean setModerator(String roomId, String userId, boolean moderator) {
        Update role = moderator ? Update.update(ROLE, Role.MODERATOR.slug()) : new Update().unset(ROLE);
        return mongo.updateFirst(is(roomId, userId), role, MembershipDocument.class)
                        .getMatchedCount()
                == 1;
    }

    private static Query is(String roomId, String userId) {
        return query(where("_id").is(MembershipDocument.idOf(roomId, userId)));
    }

    /** Returns the ids of the user's rooms, newest first. */
    public List<String> roomsOf(String userId, @Nullable String before, int limit) {
        indexes.ensure();
        Criteria mine = where(USER_ID).is(userId);
        Criteria older = before == null ? mine : mine.and(ROOM_ID).lt(before);
        return mongo
                .find(query(older).with(Sort.by(Direction.DESC, ROOM_ID)).limit(limit), MembershipDocument.class)
                .stream()
                .map(MembershipDocument::roomId)
                .toList();
    }

    /**
     * Returns the members, sorted, of the first rooms: of as many rooms as have at most the given number of members in
     * total.
     *
     * @param roomIds newest first
     */
    public Map<String, List<MembershipDocument>> membersOfFirst(List<String> roomIds, int most) {
        indexes.ensure();
        List<MembershipDocument> found = mongo.find(
                query(where(ROOM_ID).in(roomIds))
                        .with(Sort.by(Direction.DESC, ROOM_ID))
                        .limit(most + 1),
                MembershipDocument.class);
        Map<String, List<MembershipDocument>> members = bySortedRoom(found);
        if (found.size() > most) {
            members.remove(found.getLast().roomId()); // possibly incomplete
        }
        return members;
    }

    /** Returns the members of a room, sorted by user id. */
    public List<MembershipDocument> membersOf(String roomId) {
        indexes.ensure();
        return mongo.find(
                query(where(ROOM_ID).is(roomId)).with(Sort.by(Direction.ASC, USER_ID)), MembershipDocument.class);
    }

    private static Map<String, List<MembershipDocument>> bySortedRoom(List<MembershipDocument> found) {
        return found.stream()
                .sorted(Comparator.comparing(MembershipDocument::userId))
                .collect(groupingBy(MembershipDocument::roomId));
    }
}
