package io.damso.persistence.rooms.links;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.damso.persistence.store.CollectionIndexes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The stored links. All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not
 * answer.
 */
@Component
class LinkStore {

    private static final String ID = "_id";
    private static final String ROOM_ID = "roomId";
    private static final String HASH = "hash";
    private static final String ENDS_AT = "endsAt";
    private static final String USES_LEFT = "usesLeft";

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;

    LinkStore(MongoOperations mongo) {
        this.mongo = mongo;
        this.indexes = new CollectionIndexes(
                mongo,
                LinkDocument.COLLECTION,
                List.of(
                        new IndexModel(Indexes.ascending(HASH), new IndexOptions().unique(true)),
                        new IndexModel(Indexes.ascending(ROOM_ID, ID)),
                        new IndexModel(
                                Indexes.ascending(ENDS_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))));
    }

    void add(LinkDocument link) {
        indexes.ensure();
        mongo.insert(link);
    }

    /** Returns the links of a room, oldest first, also used up ones, and ended ones that are not removed yet. */
    List<LinkDocument> of(String roomId) {
        indexes.ensure();
        return mongo.find(query(where(ROOM_ID).is(roomId)).with(Sort.by(Direction.ASC, ID)), LinkDocument.class);
    }

    Optional<LinkDocument> find(LinkToken token) {
        indexes.ensure();
        return Optional.ofNullable(mongo.findOne(query(where(HASH).is(token.hash())), LinkDocument.class));
    }

    /** Counts a use, atomically; returns whether the link still allowed it. */
    boolean use(String id, Instant now) {
        return mongo.updateFirst(
                                query(where(ID)
                                        .is(id)
                                        .and(USES_LEFT)
                                        .gt(0)
                                        .and(ENDS_AT)
                                        .gt(now)),
                                new Update().inc(USES_LEFT, -1),
                                LinkDocument.class)
                        .getMatchedCount()
                == 1;
    }

    /** Takes a counted use back. */
    void giveBack(String id) {
        mongo.updateFirst(query(where(ID).is(id)), new Update().inc(USES_LEFT, 1), LinkDocument.class);
    }

    /** Removes a link of the room, if there is one with this id. */
    void remove(String roomId, String id) {
        mongo.remove(query(where(ID).is(id).and(ROOM_ID).is(roomId)), LinkDocument.class);
    }
}
