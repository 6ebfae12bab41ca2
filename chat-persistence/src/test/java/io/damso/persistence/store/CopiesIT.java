package io.damso.persistence.store;

import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.feeds.Copy;
import io.damso.test.MongoStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

/** The copies of messages in a real store, and how they are read. */
class CopiesIT {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final List<String> COMMANDS = new CopyOnWriteArrayList<>();

    private static MongoClient client;

    private final String room = "room-" + UUID.randomUUID();
    private final MongoTemplate template = new MongoTemplate(client, mongo.database());
    private final MessageStore store = new MongoMessageStore(template);
    private final MessageLog log = new MongoMessageLog(template);

    @BeforeAll
    static void connect() {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.uri()))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        COMMANDS.add(event.getCommandName()
                                + event.getCommand().getDocument("readConcern", new org.bson.BsonDocument()));
                    }
                })
                .build());
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @BeforeEach
    void countFromHere() {
        log.newest(room, 1, 1); // creates the indexes
        COMMANDS.clear();
    }

    private List<Copy> copies(long seq) {
        List<LoggedMessage> found = new ArrayList<>();
        log.range(room, seq - 1, seq, found::add);
        return found.getFirst().copies();
    }

    @Test
    void repeatsOfABatchAddTheirCopiesWithOneUpdate() {
        List<ChatMessage> messages = IntStream.range(0, 20)
                .mapToObj(i -> message(room, "alice", "t" + i))
                .toList();
        store.store(arrivals(messages, "a", 1));
        List<Arrival> repeats = new ArrayList<>(arrivals(messages, "b", 101));
        repeats.addAll(arrivals(messages, "c", 201));
        COMMANDS.clear();
        StoredBatch result = store.store(repeats);
        assertThat(result.fresh()).isZero();
        assertThat(result.entries())
                .extracting(StoredCopies::seq)
                .startsWith(1L, 2L, 3L)
                .hasSize(40);
        assertThat(COMMANDS).filteredOn(command -> command.startsWith("update")).hasSize(1);
        assertThat(copies(3)).containsExactly(new Copy("a", 3), new Copy("b", 103), new Copy("c", 203));
    }

    @Test
    void redeliveryNeedsNoUpdate() {
        List<Arrival> batch = arrivals(List.of(message(room, "alice", "a"), message(room, "alice", "b")), "a", 1);
        store.store(batch);
        COMMANDS.clear();
        assertThat(store.store(batch).fresh()).isZero();
        assertThat(COMMANDS).noneMatch(command -> command.startsWith("update"));
        assertThat(copies(1)).containsExactly(new Copy("a", 1));
    }

    @Test
    void repeatInTheSameBatchAddsItsCopy() {
        ChatMessage message = message(room, "alice", "a");
        StoredBatch result = store.store(List.of(
                new Arrival(message, new Copy("a", 1)),
                new Arrival(message, new Copy("b", 4)),
                new Arrival(message, null),
                new Arrival(message(room, "alice", "other"), null)));
        assertThat(result.fresh()).isEqualTo(2);
        assertThat(result.entries()).extracting(StoredCopies::seq).containsExactly(1L, 1L, 1L, 2L);
        assertThat(copies(1)).containsExactly(new Copy("a", 1), new Copy("b", 4));
        assertThat(copies(2)).isEmpty();
    }

    @Test
    void firstAndNewestCopiesStay() {
        ChatMessage message = message(room, "alice", "a");
        store.store(List.of(new Arrival(message, new Copy("first", 1))));
        for (int n = 1; n <= 100; n++) {
            store.store(List.of(new Arrival(message, new Copy("o", n))));
        }
        List<Copy> kept = copies(1);
        assertThat(kept)
                .hasSize(CopyUpdates.MAX_COPIES)
                .startsWith(new Copy("first", 1))
                .endsWith(new Copy("o", 100));
        assertThat(kept.get(1)).isEqualTo(new Copy("o", 38));
    }

    @Test
    void messagesOfEarlierVersionsHaveNoCopiesAndGetThoseOfRepeats() {
        ChatMessage old = message(room, "alice", "old");
        template.getCollection("messages")
                .insertOne(new Document("_id", old.id())
                        .append("roomId", room)
                        .append("seq", 1L)
                        .append("sender", "alice")
                        .append("type", old.type())
                        .append("text", old.text())
                        .append("sentAt", java.util.Date.from(old.sentAt()))
                        .append("clientMessageId", old.clientMessageId()));
        assertThat(log.newest(room, 9, 9))
                .allMatch(each -> each.storedAt() == null && each.copies().isEmpty());
        store.store(List.of(new Arrival(old, new Copy("a", 5))));
        assertThat(copies(1)).containsExactly(new Copy("a", 5));
    }

    @Test
    void recentMessagesAreFoundByTimeAndByRoom() {
        Instant start = Instant.now().minusMillis(1);
        store.store(arrivals(List.of(message(room, "alice", "a"), message(room + "-b", "alice", "b")), "a", 1));
        store.store(arrivals(List.of(message(room, "alice", "c")), "a", 3));
        List<StoredCopies> all = new ArrayList<>();
        log.since(start, all::add);
        assertThat(all)
                .filteredOn(each -> each.roomId().startsWith(room))
                .extracting(StoredCopies::seq)
                .containsExactlyInAnyOrder(1L, 1L, 2L);
        List<StoredCopies> future = new ArrayList<>();
        log.since(Instant.now().plusSeconds(60), future::add);
        assertThat(future).isEmpty();
        List<StoredCopies> newest = new ArrayList<>();
        log.newest(room, start, newest::add);
        assertThat(newest).extracting(StoredCopies::seq).containsExactly(2L, 1L);
        newest.clear();
        log.newest(room, Instant.now().plusSeconds(60), newest::add);
        assertThat(newest).extracting(StoredCopies::seq).containsExactly(2L);
        assertThat(log.seqOf(room + "-b", message(room, "alice", "c").id())).isEmpty();
    }

    @Test
    void positionsAreReadAsAMajorityHasThem() {
        store.store(arrivals(List.of(message(room, "alice", "a")), "a", 1));
        COMMANDS.clear();
        log.since(Instant.now().minusSeconds(60), each -> {});
        log.newest(room, Instant.now().minusSeconds(60), each -> {});
        log.newest(room, 1, 1);
        log.range(room, 0, 1, each -> true);
        assertThat(log.seqOf(room, "unknown")).isEmpty();
        assertThat(COMMANDS).isNotEmpty().containsOnly("find{\"level\": \"majority\"}");
    }

    private static List<Arrival> arrivals(List<ChatMessage> messages, String origin, long first) {
        return IntStream.range(0, messages.size())
                .mapToObj(i -> new Arrival(messages.get(i), new Copy(origin, first + i)))
                .toList();
    }
}
