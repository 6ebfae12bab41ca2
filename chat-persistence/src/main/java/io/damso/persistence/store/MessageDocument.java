package io.damso.persistence.store;

import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.feeds.Copy;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The document of a message in the collection {@code messages}. */
final class MessageDocument {

    static final String COLLECTION = "messages";
    static final String ID = "_id";
    static final String ROOM_ID = "roomId";
    static final String SEQ = "seq";
    static final String SENDER = "sender";
    static final String CLIENT_MESSAGE_ID = "clientMessageId";
    static final String STORED_AT = "storedAt";
    static final String COPIES = "copies";
    static final String REPLY_TO = "replyTo";
    private static final String ORIGIN = "o";
    private static final String NUMBER = "n";
    private static final String TYPE = "type";
    private static final String TEXT = "text";
    private static final String SENT_AT = "sentAt";

    /** JSON as text: names with dots or dollars, and any depth, mean nothing to the store then. */
    private static final String DATA = "data";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private MessageDocument() {}

    /** Returns the indexes of the collection, which are created when they are first needed. */
    static CollectionIndexes indexes(MongoOperations mongo) {
        return new CollectionIndexes(
                mongo,
                COLLECTION,
                List.of(
                        new IndexModel(ascending(ROOM_ID, SEQ), new IndexOptions().unique(true)),
                        new IndexModel(ascending(STORED_AT))),
                List.of(ascending(SENDER, CLIENT_MESSAGE_ID)));
    }

    static Document of(Arrival arrival, long seq, Instant storedAt) {
        ChatMessage message = arrival.message();
        Document document = new Document(ID, message.id())
                .append(ROOM_ID, message.roomId())
                .append(SEQ, seq)
                .append(SENDER, message.sender())
                .append(TYPE, message.type())
                .append(TEXT, message.text())
                .append(SENT_AT, Date.from(message.sentAt()))
                .append(CLIENT_MESSAGE_ID, message.clientMessageId())
                .append(STORED_AT, Date.from(storedAt));
        if (message.replyTo() != null) {
            document.append(REPLY_TO, message.replyTo());
        }
        if (message.data() != null) {
            document.append(DATA, JSON.writeValueAsString(message.data()));
        }
        return arrival.copy() == null ? document : document.append(COPIES, documents(List.of(arrival.copy())));
    }

    static List<Document> documents(List<Copy> copies) {
        return copies.stream()
                .map(copy -> new Document(ORIGIN, copy.o()).append(NUMBER, copy.n()))
                .toList();
    }

    static List<Copy> copies(Document document) {
        return document.getList(COPIES, Document.class, List.of()).stream()
                .map(copy -> new Copy(copy.getString(ORIGIN), copy.getLong(NUMBER)))
                .toList();
    }

    static @Nullable Instant storedAt(Document document) {
        Date storedAt = document.getDate(STORED_AT);
        return storedAt == null ? null : storedAt.toInstant();
    }

    static StoredMessage read(Document document) {
        return new StoredMessage(
                document.getString(ID),
                document.getString(ROOM_ID),
                document.getString(SENDER),
                document.getString(TYPE),
                document.getString(TEXT),
                document.getDate(SENT_AT).toInstant(),
                document.getString(CLIENT_MESSAGE_ID),
                document.getLong(SEQ),
                document.getString(REPLY_TO),
                data(document.getString(DATA)),
                null);
    }

    private static @Nullable Map<String, Object> data(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, FIELDS);
    }
}
