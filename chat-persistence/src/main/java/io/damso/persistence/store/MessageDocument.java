package io.damso.persistence.store;

import io.damso.protocol.ChatMessage;
import java.util.Date;
import org.bson.Document;

/** The document of a message in the collection {@code messages}. */
final class MessageDocument {

    static final String COLLECTION = "messages";
    static final String ID = "_id";
    static final String ROOM_ID = "roomId";
    static final String SEQ = "seq";
    static final String SENDER = "sender";
    static final String CLIENT_MESSAGE_ID = "clientMessageId";
    private static final String TYPE = "type";
    private static final String TEXT = "text";
    private static final String SENT_AT = "sentAt";

    private MessageDocument() {}

    static Document of(ChatMessage message, long seq) {
        return new Document(ID, message.id())
                .append(ROOM_ID, message.roomId())
                .append(SEQ, seq)
                .append(SENDER, message.sender())
                .append(TYPE, message.type())
                .append(TEXT, message.text())
                .append(SENT_AT, Date.from(message.sentAt()))
                .append(CLIENT_MESSAGE_ID, message.clientMessageId());
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
                document.getLong(SEQ));
    }
}
