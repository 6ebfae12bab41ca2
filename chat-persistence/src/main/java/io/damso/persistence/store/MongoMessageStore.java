package io.damso.persistence.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static io.damso.persistence.store.MessageDocument.COLLECTION;
import static io.damso.persistence.store.MessageDocument.COPIES;
import static io.damso.persistence.store.MessageDocument.ID;
import static io.damso.persistence.store.MessageDocument.ROOM_ID;
import static io.damso.persistence.store.MessageDocument.SEQ;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.CollectionCallback;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Stores messages in MongoDB. {@code _id} rejects repeated messages, and a unique index on {@code roomId, seq} assigns
 * each number once. The unique index on sender and client message id that earlier versions made is dropped: the same
 * client message id in another room, or of another text, is another message.
 *
 * <p>{@link NumberedBatches} numbers the messages.
 */
final class MongoMessageStore implements MessageStore {

    private static final String PROBE = "probe";
    private static final InsertManyOptions IN_ORDER = new InsertManyOptions().ordered(true);
    private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;
    private final MongoReplyIndex replies;
    private final NumberedBatches batches = new NumberedBatches(new Messages(), InstantSource.system());

    MongoMessageStore(MongoOperations mongo) {
        this(mongo, new MongoReplyIndex(mongo));
    }

    MongoMessageStore(MongoOperations mongo, MongoReplyIndex replies) {
        this.mongo = mongo;
        this.replies = replies;
        this.indexes = MessageDocument.indexes(mongo);
    }

    @Override
    public StoredBatch store(List<Arrival> arrivals) {
        indexes.ensure();
        StoredBatch stored = batches.store(arrivals);
        replies.note(arrivals, stored);
        return stored;
    }

    private final class Messages implements MessageCollection {

        @Override
        public int insertInOrder(List<Document> documents) {
            return execute(collection -> insert(collection, documents));
        }

        @Override
        public List<Document> find(List<String> ids) {
            return MongoMessageStore.this.find(in(ID, ids), include(SEQ, COPIES));
        }

        @Override
        public void update(List<CopyUpdate> updates) {
            List<UpdateOneModel<Document>> models = updates.stream()
                    .map(each -> new UpdateOneModel<Document>(eq(ID, each.id()), change(each)))
                    .toList();
            execute(collection -> collection.bulkWrite(models, IN_ANY_ORDER));
        }

        private static Bson change(CopyUpdate update) {
            List<Document> copies = MessageDocument.documents(update.copies());
            return update.replaces() ? Updates.set(COPIES, copies) : Updates.addEachToSet(COPIES, copies);
        }

        @Override
        public long highest(String roomId) {
            List<StoredMessage> newest = before(roomId, Long.MAX_VALUE, 1);
            return newest.isEmpty() ? 0 : newest.getFirst().seq();
        }

        @Override
        public void suspect() {
            indexes.suspect();
        }
    }

    private static int insert(MongoCollection<Document> collection, List<Document> documents) {
        try {
            collection.insertMany(documents, IN_ORDER);
            return documents.size();
        } catch (MongoBulkWriteException e) {
            List<BulkWriteError> errors = e.getWriteErrors();
            boolean duplicate = !errors.isEmpty()
                    && e.getWriteConcernError() == null
                    && errors.stream()
                            .allMatch(error ->
                                    ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
            if (!duplicate) {
                throw e;
            }
            return errors.getFirst().getIndex();
        }
    }

    private List<Document> find(Bson filter, Bson projection) {
        return execute(
                collection -> collection.find(filter).projection(projection).into(new ArrayList<>()));
    }

    @Override
    public boolean acceptsWrites() {
        Document probe = new Document(ID, PROBE).append("at", new Date());
        try {
            mongo.execute(
                    PROBE,
                    collection -> collection.replaceOne(eq(ID, PROBE), probe, new ReplaceOptions().upsert(true)));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public OptionalLong seqOf(String roomId, String messageId) {
        List<Document> found = find(and(eq(ID, messageId), eq(ROOM_ID, roomId)), include(SEQ));
        return found.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(found.getFirst().getLong(SEQ));
    }

    @Override
    public List<StoredMessage> withIds(String roomId, List<String> ids) {
        return execute(collection -> collection
                .find(and(in(ID, ids), eq(ROOM_ID, roomId)))
                .map(MessageDocument::read)
                .into(new ArrayList<>()));
    }

    @Override
    public List<StoredMessage> before(String roomId, long seq, int limit) {
        return page(and(eq(ROOM_ID, roomId), lt(SEQ, seq)), descending(SEQ), limit);
    }

    @Override
    public List<StoredMessage> after(String roomId, long seq, int limit) {
        return page(and(eq(ROOM_ID, roomId), gt(SEQ, seq)), ascending(SEQ), limit);
    }

    private List<StoredMessage> page(Bson filter, Bson order, int limit) {
        indexes.ensure();
        return execute(collection -> collection
                .find(filter)
                .sort(order)
                .limit(limit)
                .map(MessageDocument::read)
                .into(new ArrayList<>()));
    }

    private <T> T execute(CollectionCallback<T> callback) {
        return Objects.requireNonNull(mongo.execute(COLLECTION, callback));
    }
}
