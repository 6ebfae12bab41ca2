package io.damso.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.damso.bench.store.load.Messages;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.feeds.Copy;
import io.damso.store.EmbeddedStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.mongodb.core.MongoTemplate;

/** In chat-persistence's package, because its documents are package-private. The benchmark must use the same ones. */
class SameDocumentsIT {

    @TempDir
    private Path data;

    @Test
    void benchmarkWritesTheFieldsOfChatPersistence() {
        ChatMessage message =
                new ChatMessage("id", "room", "user", ChatMessage.TYPE_CHAT, "text", Instant.EPOCH, "clientId");
        Document kept = MessageDocument.of(new Arrival(message, new Copy("origin", 1)), 1, Instant.EPOCH);
        assertThat(typesOf(Messages.document(0)).keySet())
                .containsExactlyElementsOf(typesOf(kept).keySet());
        assertThat(typesOf(firstCopy(Messages.document(0)))).containsExactlyEntriesOf(typesOf(firstCopy(kept)));
        assertThat(typesOf(without(Messages.document(0)))).containsExactlyEntriesOf(typesOf(without(kept)));
        assertThat(Messages.COLLECTION).isEqualTo(MessageDocument.COLLECTION);
        assertThat(Messages.document(0)).containsEntry("type", ChatMessage.TYPE_CHAT);
    }

    @Test
    void benchmarkHasTheIndexesOfChatPersistence() {
        try (EmbeddedStore store = EmbeddedStore.start(0, data);
                MongoClient client = MongoClients.create(store.uri())) {
            new MongoMessageStore(new MongoTemplate(client, "kept")).before("room", 1, 1);
            MongoDatabase measured = client.getDatabase("measured");
            measured.getCollection(Messages.COLLECTION).createIndexes(Messages.indexes());
            List<String> indexes = indexes(client.getDatabase("kept"));
            assertThat(indexes).hasSize(3);
            assertThat(indexes(measured)).containsExactlyInAnyOrderElementsOf(indexes);
        }
    }

    private static Document firstCopy(Document document) {
        return document.getList("copies", Document.class).getFirst();
    }

    /** Lists may have different classes. */
    private static Document without(Document document) {
        Document others = new Document(document);
        others.remove("copies");
        return others;
    }

    private static Map<String, Class<?>> typesOf(Document document) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        document.forEach((name, value) -> types.put(name, value.getClass()));
        return types;
    }

    /** As text, because the order of an index's fields matters. */
    private static List<String> indexes(MongoDatabase database) {
        return database.getCollection(Messages.COLLECTION)
                .listIndexes()
                .map(index -> String.join(
                        " ",
                        index.getString("name"),
                        String.valueOf(index.get("unique")),
                        index.get("key", Document.class).toJson()))
                .into(new ArrayList<>());
    }
}
