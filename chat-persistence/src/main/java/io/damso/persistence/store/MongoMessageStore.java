package io.damso.persistence.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static io.damso.persistence.store.MessageDocument.CLIENT_MESSAGE_ID;
import static io.damso.persistence.store.MessageDocument.COLLECTION;
import static io.damso.persistence.store.MessageDocument.ID;
import static io.damso.persistence.store.MessageDocument.ROOM_ID;
import static io.damso.persistence.store.MessageDocument.SENDER;
import static io.damso.persistence.store.MessageDocument.SEQ;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import io.damso.persistence.store.Batch.ClientKey;
import io.damso.protocol.ChatMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.data.mongodb.core.CollectionCallback;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Keeps messages in MongoDB. Two unique indexes do the work: {@code roomId, seq} gives every number to one message, and
 * {@code sender, clientMessageId} keeps what was sent twice once.
 *
 * <p>Batches are inserted optimistically and in order, so that a refusal leaves a prefix of the batch stored and no
 * hole behind it; an unordered insert would store what follows the refused message under the numbers after it.
 */
final class MongoMessageStore implements MessageStore {

    private static final int MAX_ROUNDS_WITHOUT_PROGRESS = 10;
    private static final InsertManyOptions IN_ORDER = new InsertManyOptions().ordered(true);

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;
    private final RoomSequences sequences = new RoomSequences(this::highestStored);

    MongoMessageStore(MongoOperations mongo) {
        this.mongo = mongo;
        IndexOptions unique = new IndexOptions().unique(true);
        this.indexes = new CollectionIndexes(mongo, COLLECTION, List.of(
                new IndexModel(ascending(ROOM_ID, SEQ), unique),
                new IndexModel(ascending(SENDER, CLIENT_MESSAGE_ID), unique)));
    }

    @Override
    public int store(List<ChatMessage> messages) {
        indexes.ensure();
        Batch left = Batch.withoutDuplicates(messages);
        int stored = 0;
        int roundsWithoutProgress = 0;
        while (!left.isEmpty()) {
            int inserted = insertInOrder(left);
            stored += inserted;
            Batch rest = left.after(inserted);
            rest = rest.isEmpty() ? rest : withoutStored(rest);
            roundsWithoutProgress = rest.size() < left.size() ? 0 : roundsWithoutProgress + 1;
            if (roundsWithoutProgress > MAX_ROUNDS_WITHOUT_PROGRESS) {
                throw new ConcurrencyFailureException("Other writers take the numbers of " + rest.roomIds());
            }
            left = rest;
        }
        return stored;
    }

    /** Returns how many were inserted, counted from the first, before one was refused as a duplicate. */
    private int insertInOrder(Batch batch) {
        List<Document> documents = batch.numbered(sequences::highest);
        try {
            int inserted = execute(collection -> insert(collection, documents));
            if (inserted == documents.size()) {
                documents.forEach(d -> sequences.remember(d.getString(ROOM_ID), d.getLong(SEQ)));
            } else {
                sequences.forget(batch.roomIds());
            }
            return inserted;
        } catch (RuntimeException e) {
            // How much was inserted is not known.
            sequences.forget(batch.roomIds());
            throw e;
        }
    }

    private static int insert(MongoCollection<Document> collection, List<Document> documents) {
        try {
            collection.insertMany(documents, IN_ORDER);
            return documents.size();
        } catch (MongoBulkWriteException e) {
            List<BulkWriteError> errors = e.getWriteErrors();
            boolean duplicate = !errors.isEmpty() && e.getWriteConcernError() == null && errors.stream()
                    .allMatch(error -> ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
            if (!duplicate) {
                throw e;
            }
            return errors.getFirst().getIndex();
        }
    }

    private Batch withoutStored(Batch batch) {
        Set<String> ids = new HashSet<>();
        find(in(ID, batch.ids()), include(ID)).forEach(document -> ids.add(document.getString(ID)));
        Set<ClientKey> keys = new HashSet<>();
        batch.bySender().forEach((sender, messages) -> {
            Bson sent = and(eq(SENDER, sender),
                    in(CLIENT_MESSAGE_ID, messages.stream().map(ChatMessage::clientMessageId).toList()));
            find(sent, include(CLIENT_MESSAGE_ID))
                    .forEach(document -> keys.add(new ClientKey(sender, document.getString(CLIENT_MESSAGE_ID))));
        });
        return batch.without(ids, keys);
    }

    private List<Document> find(Bson filter, Bson projection) {
        return execute(collection -> collection.find(filter).projection(projection).into(new ArrayList<>()));
    }

    private long highestStored(String roomId) {
        List<StoredMessage> newest = before(roomId, Long.MAX_VALUE, 1);
        return newest.isEmpty() ? 0 : newest.getFirst().seq();
    }

    @Override
    public OptionalLong seqOf(String roomId, String messageId) {
        List<Document> found = find(and(eq(ID, messageId), eq(ROOM_ID, roomId)), include(SEQ));
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getFirst().getLong(SEQ));
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
        return execute(collection -> collection.find(filter).sort(order).limit(limit)
                .map(MessageDocument::read).into(new ArrayList<>()));
    }

    private <T> T execute(CollectionCallback<T> callback) {
        return Objects.requireNonNull(mongo.execute(COLLECTION, callback));
    }
}
