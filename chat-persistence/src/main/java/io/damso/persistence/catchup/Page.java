package io.damso.persistence.catchup;

import io.damso.persistence.store.LoggedMessage;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.feeds.CatchUpAnswer.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The messages of one answer, up to a number and a size. For one thread. */
final class Page {

    private final List<Message> messages = new ArrayList<>();
    private final int limit;
    private final int maxBytes;
    private final JsonMapper json;
    private int bytes;

    Page(int limit, int maxBytes, JsonMapper json) {
        this.limit = limit;
        this.maxBytes = maxBytes;
        this.json = json;
    }

    /** Adds a message if it fits; the first one always does. */
    boolean add(LoggedMessage logged) {
        Message message = new Message(
                logged.message().seq(), logged.copies(), logged.storedAt(), asClientsReceiveIt(logged.message()));
        int size = json.writeValueAsBytes(message).length;
        boolean fits = messages.isEmpty() || messages.size() < limit && size <= maxBytes - bytes;
        if (fits) {
            messages.add(message);
            bytes += size;
        }
        return fits;
    }

    private static Map<String, Object> asClientsReceiveIt(StoredMessage message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", message.id());
        fields.put("roomId", message.roomId());
        fields.put("sender", message.sender());
        fields.put("type", message.type());
        fields.put("text", message.text());
        fields.put("sentAt", message.sentAt());
        fields.put("clientMessageId", message.clientMessageId());
        fields.put("seq", message.seq());
        if (message.replyTo() != null) {
            fields.put("replyTo", message.replyTo());
        }
        if (message.data() != null) {
            fields.put("data", message.data());
        }
        return fields;
    }

    List<Message> messages() {
        return messages;
    }
}
