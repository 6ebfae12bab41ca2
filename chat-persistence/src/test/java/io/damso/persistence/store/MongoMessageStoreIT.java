package io.damso.persistence.store;

import static com.mongodb.client.model.Indexes.ascending;
import static io.damso.persistence.Messages.arrivals;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import io.damso.protocol.ChatMessage;
import io.damso.test.MongoStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.data.mongodb.core.MongoTemplate;

class MongoMessageStoreIT extends MessageStoreContract {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static MongoClient client;

    @BeforeAll
    static void connect() {
        client = MongoClients.create(mongo.uri() + "?serverSelectionTimeoutMS=5000");
    }

    @AfterAll
    static void disconnect() {
        List.of("-old", "-again", "-race")
                .forEach(suffix -> client.getDatabase(mongo.database() + suffix).drop());
        client.close();
    }

    @Override
    MessageStore store() {
        return new MongoMessageStore(new MongoTemplate(client, mongo.database()));
    }

    @Test
    void storeThatIsAwayFailsAndWorksAgainWhenItIsBack() {
        MessageStore store = store();
        var message = message("away", "alice", "a");
        mongo.disconnect();
        assertThatThrownBy(() -> store.store(arrivals(List.of(message)))).isInstanceOf(DataAccessException.class);
        mongo.reconnect();
        await("store is back").atMost(Duration.ofMinutes(1)).until(() -> storesWithoutFailure(store, message));
        assertThat(store.after("away", 0, 10)).extracting(StoredMessage::id).containsExactly(message.id());
    }

    @Test
    void indexOfEarlierVersionsIsDroppedAndTheirMessagesStay() {
        MongoCollection<Document> messages =
                client.getDatabase(mongo.database() + "-old").getCollection("messages");
        messages.createIndex(ascending("roomId", "seq"), new IndexOptions().unique(true));
        messages.createIndex(ascending("sender", "clientMessageId"), new IndexOptions().unique(true));
        var old = message("old", "alice", "hello", "c-1");
        messages.insertOne(new Document("_id", "0199c0de-0000-7000-8000-000000000001")
                .append("roomId", "old")
                .append("seq", 1L)
                .append("sender", "alice")
                .append("type", old.type())
                .append("text", old.text())
                .append("sentAt", Date.from(old.sentAt()))
                .append("clientMessageId", "c-1"));
        for (int process = 0; process < 2; process++) {
            MessageStore store = new MongoMessageStore(new MongoTemplate(client, mongo.database() + "-old"));
            store.store(arrivals(List.of(message("other", "alice", "hello", "c-1"))));
            assertThat(messages.listIndexes())
                    .extracting(index -> index.getString("name"))
                    .containsExactlyInAnyOrder("_id_", "roomId_1_seq_1", "storedAt_1");
            assertThat(store.after("old", 0, 10))
                    .extracting(StoredMessage::text)
                    .containsExactly("hello");
            assertThat(store.after("other", 0, 10))
                    .extracting(StoredMessage::text)
                    .containsExactly("hello");
        }
    }

    /** A process of the earlier version may start once more while versions are changed. */
    @Test
    void indexThatAnEarlierVersionCreatedAgainIsDroppedWhenItRefusesAMessage() {
        String database = mongo.database() + "-again";
        MessageStore store = new MongoMessageStore(new MongoTemplate(client, database));
        store.store(arrivals(List.of(message("one", "alice", "hello", "c-1"))));
        client.getDatabase(database)
                .getCollection("messages")
                .createIndex(ascending("sender", "clientMessageId"), new IndexOptions().unique(true));
        List<ChatMessage> refused = List.of(message("two", "alice", "hello", "c-1"));
        assertThatThrownBy(() -> store.store(arrivals(refused))).isInstanceOf(ConcurrencyFailureException.class);
        assertThat(store.store(arrivals(refused)).fresh()).isOne();
        assertThat(store.after("two", 0, 10)).extracting(StoredMessage::seq).containsExactly(1L);
    }

    /** Processes that start together find the index at the same time. */
    @Test
    void oneOfSeveralProcessesDropsTheIndex() throws Exception {
        String database = mongo.database() + "-race";
        MongoCollection<Document> messages = client.getDatabase(database).getCollection("messages");
        for (int round = 0; round < 5; round++) {
            messages.createIndex(ascending("sender", "clientMessageId"), new IndexOptions().unique(true));
            List<Future<?>> processes = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int process = 0; process < 4; process++) {
                    MessageStore store = new MongoMessageStore(new MongoTemplate(client, database));
                    processes.add(executor.submit(() -> store.after("any", 0, 1)));
                }
            }
            for (Future<?> process : processes) {
                process.get();
            }
            assertThat(messages.listIndexes())
                    .extracting(index -> index.getString("name"))
                    .doesNotContain("sender_1_clientMessageId_1");
        }
    }

    private static boolean storesWithoutFailure(MessageStore store, ChatMessage message) {
        try {
            store.store(arrivals(List.of(message)));
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
