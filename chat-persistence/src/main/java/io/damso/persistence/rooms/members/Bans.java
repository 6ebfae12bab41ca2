package io.damso.persistence.rooms.members;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.damso.persistence.store.CollectionIndexes;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.stereotype.Component;

/**
 * The stored bans. All changes are idempotent. All methods throw a {@link org.springframework.dao.DataAccessException}
 * if the store does not answer.
 */
@Component
public class Bans {

    private static final String ROOM_ID = "roomId";
    private static final String USER_ID = "userId";
    private static final String UNTIL = "until";

    private final MongoOperations mongo;
    private final Clock clock;
    private final CollectionIndexes indexes;

    Bans(MongoOperations mongo, Clock clock) {
        this.mongo = mongo;
        this.clock = clock;
        this.indexes = new CollectionIndexes(
                mongo,
                BanDocument.COLLECTION,
                List.of(
                        new IndexModel(Indexes.ascending(ROOM_ID, USER_ID)),
                        new IndexModel(
                                Indexes.ascending(UNTIL), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))));
    }

    /** Returns whether the user is banned from the room now. The store may remove an ended ban later. */
    public boolean contains(String roomId, String userId) {
        BanDocument ban = mongo.findById(MembershipDocument.idOf(roomId, userId), BanDocument.class);
        return ban != null && (ban.until() == null || ban.until().isAfter(clock.instant()));
    }

    /** Stores a ban, in place of an earlier one of the same user. */
    public void put(BanDocument ban) {
        indexes.ensure();
        try {
            mongo.save(ban);
        } catch (DuplicateKeyException e) {
            mongo.save(ban); // another request has banned the same user at the same time
        }
    }

    /** Lifts a ban, if there is one. */
    public void remove(String roomId, String userId) {
        mongo.remove(query(where("_id").is(MembershipDocument.idOf(roomId, userId))), BanDocument.class);
    }

    /** Returns the number of bans of a room. */
    public long count(String roomId) {
        indexes.ensure();
        return mongo.count(query(where(ROOM_ID).is(roomId)), BanDocument.class);
    }

    /**
     * Returns bans of a room, sorted by user id, also those that have ended and are not removed yet.
     *
     * @param after user id before the first one; null for the beginning
     */
    public List<BanDocument> page(String roomId, @Nullable String after, int limit) {
        indexes.ensure();
        Criteria ofRoom = where(ROOM_ID).is(roomId);
        Criteria rest = after == null ? ofRoom : ofRoom.and(USER_ID).gt(after);
        return mongo.find(query(rest).with(Sort.by(Direction.ASC, USER_ID)).limit(limit), BanDocument.class);
    }
}
