package io.damso.persistence.history.reports;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.damso.persistence.store.CollectionIndexes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The stored reports. All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not
 * answer.
 */
@Component
class ReportStore {

    private static final String ID = "_id";
    private static final String ROOM_ID = "roomId";
    private static final String SENDER = "sender";
    private static final String OPENED_ID = "openedId";
    private static final String OPENED_BY = "openedBy";
    private static final String COUNT = "count";
    private static final String REPORTS = "reports";

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;

    ReportStore(MongoOperations mongo) {
        this.mongo = mongo;
        this.indexes = new CollectionIndexes(
                mongo,
                ReportDocument.COLLECTION,
                List.of(
                        new IndexModel(Indexes.ascending(ROOM_ID, OPENED_ID)),
                        new IndexModel(Indexes.ascending(ROOM_ID, OPENED_BY))));
    }

    Optional<ReportDocument> find(String messageId) {
        return Optional.ofNullable(mongo.findById(messageId, ReportDocument.class));
    }

    /** Stores the first report of a message; returns whether there was none. */
    boolean open(ReportDocument reported) {
        indexes.ensure();
        try {
            mongo.insert(reported);
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Adds a report; returns whether the others were still those that the caller read. */
    boolean add(ReportDocument reported, Report report) {
        return mongo.updateFirst(
                                query(where(ID)
                                        .is(reported.messageId())
                                        .and(OPENED_ID)
                                        .is(reported.openedId())
                                        .and(COUNT)
                                        .is(reported.count())),
                                new Update().addToSet(REPORTS, report).inc(COUNT, 1),
                                ReportDocument.class)
                        .getMatchedCount()
                == 1;
    }

    /** Returns the number of reported messages of a room. */
    long count(String roomId) {
        indexes.ensure();
        return mongo.count(query(where(ROOM_ID).is(roomId)), ReportDocument.class);
    }

    /** Returns the number of reported messages of a room that a user was the first to report. */
    long countOpenedBy(String roomId, String userId) {
        indexes.ensure();
        return mongo.count(query(where(ROOM_ID).is(roomId).and(OPENED_BY).is(userId)), ReportDocument.class);
    }

    /**
     * Returns reported messages of a room, in the order of their first reports.
     *
     * @param after id of the first report before the first one; null for the beginning
     * @param butOf user whose messages are left out; null for nobody
     */
    List<ReportDocument> page(String roomId, @Nullable String after, @Nullable String butOf, int limit) {
        indexes.ensure();
        Criteria wanted = where(ROOM_ID).is(roomId);
        wanted = after == null ? wanted : wanted.and(OPENED_ID).gt(after);
        return mongo.find(
                query(without(wanted, butOf))
                        .with(Sort.by(Direction.ASC, OPENED_ID))
                        .limit(limit),
                ReportDocument.class);
    }

    /**
     * Removes the reports of a message of the room; returns whether there were any.
     *
     * @param butOf user whose message it must not be; null for nobody
     */
    boolean remove(String roomId, String messageId, @Nullable String butOf) {
        Criteria message = where(ID).is(messageId).and(ROOM_ID).is(roomId);
        return mongo.remove(query(without(message, butOf)), ReportDocument.class)
                        .getDeletedCount()
                == 1;
    }

    private static Criteria without(Criteria wanted, @Nullable String sender) {
        return sender == null ? wanted : wanted.and(SENDER).ne(sender);
    }
}
