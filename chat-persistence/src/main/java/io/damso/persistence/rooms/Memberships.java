package io.damso.persistence.rooms;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.damso.persistence.store.CollectionIndexes;
import io.damso.protocol.MembershipQuestion;
import java.util.Collection;
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
import org.springframework.stereotype.Component;

/**
 * The stored memberships. All changes are idempotent. All methods throw a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
public class Memberships {

    private static final String ROOM_ID = "roomId";
    private static final String USER_ID = "userId";

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
    Set<MembershipQuestion> among(Collection<MembershipQuestion> questions) {
        List<String> ids = questions.stream()
                .map(question -> MembershipDocument.idOf(question.roomId(), question.userId()))
                .toList();
        return mongo.find(query(where("_id").in(ids)), MembershipDocument.class).stream()
                .map(document -> new MembershipQuestion(document.roomId(), document.userId()))
                .collect(toSet());
    }

    void add(String roomId, String userId) {
        indexes.ensure();
        try {
            mongo.save(MembershipDocument.of(roomId, userId));
        } catch (DuplicateKeyException e) {
            // Another request has added the same user at the same time.
        }
    }

    void addAll(String roomId, Collection<String> userIds) {
        indexes.ensure();
        mongo.bulkOps(BulkMode.UNORDERED, MembershipDocument.class)
                .insert(userIds.stream()
                        .map(userId -> MembershipDocument.of(roomId, userId))
                        .toList())
                .execute();
    }

    void remove(String roomId, String userId) {
        mongo.remove(query(where("_id").is(MembershipDocument.idOf(roomId, userId))), MembershipDocument.class);
    }

    /** Returns the ids of the user's rooms, newest first. */
    List<String> roomsOf(String userId, @Nullable String before, int limit) {
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
    Map<String, List<String>> membersOfFirst(List<String> roomIds, int most) {
        indexes.ensure();
        List<MembershipDocument> found = mongo.find(
                query(where(ROOM_ID).in(roomIds))
                        .with(Sort.by(Direction.DESC, ROOM_ID))
                        .limit(most + 1),
                MembershipDocument.class);
        Map<String, List<String>> members = bySortedRoom(found);
        if (found.size() > most) {
            members.remove(found.getLast().roomId()); // possibly incomplete
        }
        return members;
    }

    /** Returns the members of each room, sorted. */
    Map<String, List<String>> membersOf(Collection<String> roomIds) {
        indexes.ensure();
        return bySortedRoom(mongo.find(query(where(ROOM_ID).in(roomIds)), MembershipDocument.class));
    }

    private static Map<String, List<String>> bySortedRoom(List<MembershipDocument> found) {
        return found.stream()
                .sorted((a, b) -> a.userId().compareTo(b.userId()))
                .collect(groupingBy(MembershipDocument::roomId, mapping(MembershipDocument::userId, toList())));
    }
}
