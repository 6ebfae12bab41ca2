package io.damso.bench.store.load;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.damso.store.EmbeddedStore;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionsIT {

    @TempDir
    private Path data;

    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;

    @BeforeEach
    void storeTwoBatches() {
        store = EmbeddedStore.start(0, data);
        client = MongoClients.create(store.uri());
        database = client.getDatabase("damso");
        MongoCollection<Document> messages = database.getCollection(Messages.COLLECTION);
        messages.createIndexes(Messages.indexes());
        messages.insertMany(Messages.batch(0));
        messages.insertMany(Messages.batch(1));
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void rightAnswersAreAccepted() {
        Questions questions = new Questions(database, 2 * Messages.BATCH);
        for (int i = 0; i < 100; i++) {
            assertThatNoException().isThrownBy(questions::page);
            assertThatNoException().isThrownBy(questions::unread);
            assertThatNoException().isThrownBy(questions::count);
        }
    }

    @Test
    void wrongAnswersAreDetected() {
        Questions questions = new Questions(database, 3 * Messages.BATCH);
        assertThatIllegalStateException()
                .isThrownBy(questions::count)
                .withMessage("wrong answer: messages of a room should be 15, not 10");
        assertThatIllegalStateException().isThrownBy(questions::page).withMessageStartingWith("wrong answer: ");
        questions.unread();
        database.getCollection("rooms").deleteMany(new Document());
        assertThatIllegalStateException()
                .isThrownBy(questions::unread)
                .withMessageStartingWith("wrong answer: unread messages should be 280");
    }
}
