package io.damso.persistence.store;

import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.damso.persistence.Eventually;
import io.damso.protocol.ChatMessage;
import io.damso.test.MongoStore;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.mongodb.core.MongoTemplate;

class MongoMessageStoreIT extends MessageStoreContract {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static MongoClient client;

    @BeforeAll
    static void connect() {
        client = MongoClients.create(mongo.uri() + "?serverSelectionTimeoutMS=300");
    }

    @AfterAll
    static void disconnect() {
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
        mongo.goAway();
        assertThatThrownBy(() -> store.store(List.of(message))).isInstanceOf(DataAccessException.class);
        mongo.comeBack();
        Eventually.await("store is back", () -> storesWithoutFailure(store, message));
        assertThat(store.after("away", 0, 10)).extracting(StoredMessage::id).containsExactly(message.id());
    }

    private static boolean storesWithoutFailure(MessageStore store, ChatMessage message) {
        try {
            store.store(List.of(message));
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
