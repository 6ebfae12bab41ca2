package io.damso.persistence.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static io.damso.persistence.store.MessageDocument.ID;
import static io.damso.persistence.store.MessageDocument.REPLY_TO;
import static io.damso.persistence.store.MessageDocument.ROOM_ID;
import static io.damso.persistence.store.MessageDocument.SEQ;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.damso.protocol.ChatMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.CollectionCallback;
import org.springframework.data.mongodb.core.MongoOperations;

/**
 * Keeps answers in collections of their own, so that messages that answer nothing cost nothing: {@code replies} has a
 * document for each answer, {@code threads} one with the count for each message that was answered.
 */
final class MongoReplyIndex implements ReplyIndex {

    static final String REPLIES = "replies";
    static final String THREADS = "threads";
    private static final String COUNT = "count";
    private static final String LAST_SENT_AT = "lastSentAt";
    private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

    private final MongoOperations mongo;
    private final CollectionIndexes indexes;

    MongoReplyIndex(MongoOperations mongo) {
        this.mongo = mongo;
        this.indexes =
                new CollectionIndexes(mongo, REPLIES, List.of(new IndexModel(ascending(ROOM_ID, REPLY_TO, SEQ))));
    }

    /** A message of a room that was answered. */
    private record Answered(String roomId, String messageId) {

        /** A user may name the message of another room, so the id alone does not say whose answers are meant. */
        private String key() {
            return roomId + "/" + messageId;
        }
    }

    /**
     * Notes the answers of a batch that is stored. Idempotent, also while other processes do the same, because the counts
     * are counted anew and only grow.
     */
    void note(List<Arrival> arrivals, StoredBatch stored) {
        List<ReplaceOneModel<Document>> answers = new ArrayList<>();
        Map<Answered, Instant> last = new LinkedHashMap<>();
        for (int i = 0; i < arrivals.size(); i++) {
            ChatMessage message = arrivals.get(i).message();
            if (message.replyTo() != null) {
                long seq = stored.entries().get(i).seq();
                answers.add(new ReplaceOneModel<>(
                        eq(ID, message.id()), answer(message, seq), new ReplaceOptions().upsert(true)));
                last.merge(new Answered(message.roomId(), message.replyTo()), message.sentAt(), MongoReplyIndex::later);
            }
        }
        if (!answers.isEmpty()) {
            indexes.ensure();
            execute(REPLIES, collection -> collection.bulkWrite(answers, IN_ANY_ORDER));
            List<UpdateOneModel<Document>> counts = new ArrayList<>();
            last.forEach((answered, sentAt) -> counts.add(count(answered, sentAt)));
            execute(THREADS, collection -> collection.bulkWrite(counts, IN_ANY_ORDER));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Document answer(ChatMessage message, long seq) {
        return new Document(ID, message.id())
                .append(ROOM_ID, message.roomId())
                .append(REPLY_TO, message.replyTo())
                .append(SEQ, seq);
    }

    private UpdateOneModel<Document> count(Answered answered, Instant sentAt) {
        Bson answers = and(eq(ROOM_ID, answered.roomId()), eq(REPLY_TO, answered.messageId()));
        long count = execute(REPLIES, collection -> collection.countDocuments(answers));
        return new UpdateOneModel<>(
                eq(ID, answered.key()),
                Updates.combine(Updates.max(COUNT, count), Updates.max(LAST_SENT_AT, Date.from(sentAt))),
                new UpdateOptions().upsert(true));
    }

    @Override
    public List<StoredMessage> after(String roomId, String messageId, long seq, int limit) {
        indexes.ensure();
        List<String> ids = execute(
                REPLIES,
                collection -> collection
                        .find(and(eq(ROOM_ID, roomId), eq(REPLY_TO, messageId), gt(SEQ, seq)))
                        .sort(ascending(SEQ))
                        .limit(limit)
                        .projection(include(ID))
                        .map(document -> document.getString(ID))
                        .into(new ArrayList<>()));
        Map<String, StoredMessage> messages = new HashMap<>();
        execute(
                        MessageDocument.COLLECTION,
                        collection -> collection
                                .find(in(ID, ids))
                                .map(MessageDocument::read)
                                .into(new ArrayList<>()))
                .forEach(message -> messages.put(message.id(), message));
        return ids.stream().map(messages::get).filter(Objects::nonNull).toList();
    }

    @Override
    public List<StoredMessage> counted(List<StoredMessage> messages) {
        if (messages.isEmpty()) {
            return messages;
        }
        List<String> keys =
                messages.stream().map(message -> answered(message).key()).toList();
        Map<String, Replies> found = new HashMap<>();
        execute(THREADS, collection -> collection.find(in(ID, keys)).into(new ArrayList<>()))
                .forEach(thread -> found.put(thread.getString(ID), replies(thread)));
        return messages.stream().map(message -> with(message, found)).toList();
    }

    private static Answered answered(StoredMessage message) {
        return new Answered(message.roomId(), message.id());
    }

    private static StoredMessage with(StoredMessage message, Map<String, Replies> found) {
        @Nullable Replies replies = found.get(answered(message).key());
        return replies == null ? message : message.with(replies);
    }

    private static Replies replies(Document thread) {
        return new Replies(thread.getLong(COUNT), thread.getDate(LAST_SENT_AT).toInstant());
    }

    private <T> T execute(String collection, CollectionCallback<T> callback) {
        return Objects.requireNonNull(mongo.execute(collection, callback));
    }
}
