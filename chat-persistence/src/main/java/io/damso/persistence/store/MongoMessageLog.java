package io.damso.persistence.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;
import static com.mongodb.client.model.Projections.include;
import static io.damso.persistence.store.MessageDocument.COLLECTION;
import static io.damso.persistence.store.MessageDocument.COPIES;
import static io.damso.persistence.store.MessageDocument.ID;
import static io.damso.persistence.store.MessageDocument.ROOM_ID;
import static io.damso.persistence.store.MessageDocument.SEQ;
import static io.damso.persistence.store.MessageDocument.STORED_AT;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.MongoOperations;

/** Reads MongoDB with read concern {@code majority} from the primary. */
final class MongoMessageLog implements MessageLog {

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;

    MongoMessageLog(MongoOperations mongo) {
        this.mongo = mongo;
        this.indexes = MessageDocument.indexes(mongo);
    }

    @Override
    public void since(Instant storedAt, Consumer<StoredCopies> receiver) {
        read(
                primary -> primary.find(gte(STORED_AT, Date.from(storedAt)))
                        .projection(include(ROOM_ID, SEQ, STORED_AT, COPIES))
                        .sort(ascending(STORED_AT)),
                document -> {
                    receiver.accept(copiesOf(document));
                    return true;
                });
    }

    /** Most rooms have nothing new, so only their newest message is read first. */
    @Override
    public void newest(String roomId, Instant storedAt, Consumer<StoredCopies> receiver) {
        List<StoredCopies> newest = new ArrayList<>(1);
        read(primary -> newestFirst(primary, roomId).limit(1), document -> newest.add(copiesOf(document)));
        if (newest.isEmpty() || newest.getFirst().storedAt().isBefore(storedAt)) {
            newest.forEach(receiver);
            return;
        }
        read(primary -> newestFirst(primary, roomId), document -> {
            StoredCopies next = copiesOf(document);
            boolean recent = !next.storedAt().isBefore(storedAt);
            if (recent) {
                receiver.accept(next);
            }
            return recent;
        });
    }

    private static FindIterable<Document> newestFirst(MongoCollection<Document> messages, String roomId) {
        return messages.find(eq(ROOM_ID, roomId))
                .projection(include(ROOM_ID, SEQ, STORED_AT, COPIES))
                .sort(descending(SEQ));
    }

    private static StoredCopies copiesOf(Document document) {
        return new StoredCopies(
                document.getString(ROOM_ID),
                document.getLong(SEQ),
                Objects.requireNonNullElse(MessageDocument.storedAt(document), Instant.EPOCH),
                MessageDocument.copies(document));
    }

    @Override
    public void range(String roomId, long after, long upTo, Predicate<LoggedMessage> receiver) {
        read(
                primary -> primary.find(and(eq(ROOM_ID, roomId), gt(SEQ, after), lte(SEQ, upTo)))
                        .sort(ascending(SEQ)),
                document -> receiver.test(logged(document)));
    }

    @Override
    public List<LoggedMessage> newest(String roomId, long upTo, int limit) {
        List<LoggedMessage> newest = new ArrayList<>();
        read(
                primary -> primary.find(and(eq(ROOM_ID, roomId), lte(SEQ, upTo)))
                        .sort(descending(SEQ))
                        .limit(limit),
                document -> newest.add(logged(document)));
        return newest.reversed();
    }

    private static LoggedMessage logged(Document document) {
        return new LoggedMessage(
                MessageDocument.read(document), MessageDocument.storedAt(document), MessageDocument.copies(document));
    }

    @Override
    public OptionalLong seqOf(String roomId, String messageId) {
        Bson filter = and(eq(ID, messageId), eq(ROOM_ID, roomId));
        List<Long> found = new ArrayList<>(1);
        read(primary -> primary.find(filter).projection(include(SEQ)), document -> found.add(document.getLong(SEQ)));
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getFirst());
    }

    /** Passes on documents until there is none, or the receiver returns false. */
    private void read(Function<MongoCollection<Document>, FindIterable<Document>> query, Predicate<Document> receiver) {
        indexes.ensure();
        mongo.execute(COLLECTION, collection -> {
            MongoCollection<Document> primary =
                    collection.withReadConcern(ReadConcern.MAJORITY).withReadPreference(ReadPreference.primary());
            boolean wanted = true;
            try (MongoCursor<Document> found = query.apply(primary).iterator()) {
                while (wanted && found.hasNext()) {
                    wanted = receiver.test(found.next());
                }
            }
            return wanted;
        });
    }
}
