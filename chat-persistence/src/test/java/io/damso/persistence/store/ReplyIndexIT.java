package io.damso.persistence.store;

import static io.damso.persistence.Messages.arrivals;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.damso.persistence.QueryPlans;
import io.damso.protocol.ChatMessage;
import io.damso.test.MongoStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Answers in a real store: their pages, their count, and what they cost. */
class ReplyIndexIT {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final Instant EARLY = Instant.parse("2026-03-01T10:00:00.000Z");
    private static final Instant LATE = EARLY.plusSeconds(60);
    private static final List<String> COLLECTIONS = new CopyOnWriteArrayList<>();

    private static MongoClient client;

    private final String room = "room-" + UUID.randomUUID();
    private final MongoTemplate template = new MongoTemplate(client, mongo.database());
    private final MongoReplyIndex replies = new MongoReplyIndex(template);
    private final MessageStore store = new MongoMessageStore(template, replies);
    private final ChatMessage question = message(room, "alice", "Tea or coffee?");

    @BeforeAll
    static void connect() {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.uri()))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getCommand().get(event.getCommandName()).isString()) {
                            COLLECTIONS.add(event.getCommand()
                                    .getString(event.getCommandName())
                                    .getValue());
                        }
                    }
                })
                .build());
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    private static ChatMessage answer(String room, String to, String text, Instant sentAt) {
        ChatMessage plain = message(room, "bob", text);
        return new ChatMessage(plain.id(), room, "bob", plain.type(), text, sentAt, plain.clientMessageId(), to, null);
    }

    private List<StoredMessage> page(String roomId, long seq, int limit) {
        return replies.after(roomId, question.id(), seq, limit);
    }

    private @Nullable Replies repliesTo(ChatMessage message) {
        return replies.counted(store.after(message.roomId(), 0, 100)).stream()
                .filter(each -> each.id().equals(message.id()))
                .findFirst()
                .orElseThrow()
                .replies();
    }

    private void store(ChatMessage... messages) {
        store.store(arrivals(List.of(messages)));
    }

    @Test
    void answersComeByPageAndTheMessageSaysHowManyThereAre() {
        store(question, message(room, "bob", "Hm"), answer(room, question.id(), "Tea", LATE));
        store(answer(room, question.id(), "Coffee", EARLY), answer(room, question.id(), "Water", EARLY));
        assertThat(page(room, 0, 2)).extracting(StoredMessage::text).containsExactly("Tea", "Coffee");
        assertThat(page(room, 4, 2)).extracting(StoredMessage::text).containsExactly("Water");
        assertThat(page(room, 5, 2)).isEmpty();
        assertThat(repliesTo(question)).isEqualTo(new Replies(3, LATE));
    }

    @Test
    void answerToAnAnswerCountsThere() {
        ChatMessage first = answer(room, question.id(), "Tea", EARLY);
        store(question, first, answer(room, first.id(), "Green or black?", LATE));
        assertThat(page(room, 0, 9)).extracting(StoredMessage::text).containsExactly("Tea");
        assertThat(repliesTo(question)).isEqualTo(new Replies(1, EARLY));
        assertThat(repliesTo(first)).isEqualTo(new Replies(1, LATE));
    }

    @Test
    void redeliveredAnswerCountsOnce() {
        ChatMessage answer = answer(room, question.id(), "Tea", EARLY);
        store(question, answer, answer);
        store(answer);
        new MongoMessageStore(template).store(arrivals(List.of(question, answer)));
        assertThat(page(room, 0, 9)).hasSize(1);
        assertThat(repliesTo(question)).isEqualTo(new Replies(1, EARLY));
    }

    /** The id of a message is no secret of its room. */
    @Test
    void answerInAnotherRoomIsNoneInThisOne() {
        String other = room + "-other";
        store(question, answer(other, question.id(), "Tea", EARLY));
        assertThat(page(room, 0, 9)).isEmpty();
        assertThat(repliesTo(question)).isNull();
    }

    @Test
    void answersOfProcessesThatStoreAtTheSameTimeAreAllCounted() throws Exception {
        store(question);
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 4; writer++) {
                List<ChatMessage> answers = IntStream.range(0, 10)
                        .mapToObj(i -> answer(room, question.id(), "answer " + i, EARLY.plusSeconds(i)))
                        .toList();
                writers.add(executor.submit(() -> answers.forEach(each -> storeUntilItIs(each))));
            }
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        assertThat(page(room, 0, 100)).hasSize(40);
        assertThat(repliesTo(question)).isEqualTo(new Replies(40, EARLY.plusSeconds(9)));
    }

    /** Repeats a failed batch, as a consumer does. */
    private void storeUntilItIs(ChatMessage message) {
        MessageStore own = new MongoMessageStore(template);
        for (boolean stored = false; !stored; ) {
            try {
                own.store(arrivals(List.of(message)));
                stored = true;
            } catch (org.springframework.dao.ConcurrencyFailureException e) {
                Thread.yield();
            }
        }
    }

    @Test
    void messagesThatAnswerNothingCostNothing() {
        store(question);
        COLLECTIONS.clear();
        store(message(room, "bob", "a"), message(room, "bob", "b"));
        assertThat(COLLECTIONS).containsExactly(MessageDocument.COLLECTION);
        store(answer(room, question.id(), "Tea", EARLY));
        assertThat(COLLECTIONS).contains(MongoReplyIndex.REPLIES, MongoReplyIndex.THREADS);
    }

    @Test
    void everyQueryUsesAnIndex() {
        store(question, answer(room, question.id(), "Tea", EARLY));
        QueryPlans.assertIndexed(
                () -> {
                    store(answer(room, question.id(), "Coffee", EARLY));
                    page(room, 1, 10);
                    repliesTo(question);
                },
                "roomId_1_replyTo_1_seq_1");
    }
}
