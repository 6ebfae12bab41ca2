package io.damso.persistence.store;

import static io.damso.persistence.Messages.arrivals;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.ChatMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The contract of every store. */
abstract class MessageStoreContract {

    private final String room = "room-" + UUID.randomUUID();
    private final String sender = "sender-" + UUID.randomUUID();

    /** Returns the store; each call returns another client of the same data, like another process. */
    abstract MessageStore store();

    @Test
    void messageComesBackAsItWasStored() {
        ChatMessage sent = message(room, sender, "grüße 👋\n\"\u0000");
        ChatMessage reply = new ChatMessage(
                "0199c0de-0000-8000-8000-000000000001",
                room,
                sender,
                sent.type(),
                "card",
                sent.sentAt(),
                "c-2",
                sent.id(),
                fields("{\"$set\":{\"a.b\":[1,2.5,null,\"가\\u0000\"]},\"\":{}}"));
        assertThat(storeIn(store(), List.of(sent, reply))).isEqualTo(2);
        assertThat(all(room)).containsExactly(stored(sent, 1), stored(reply, 2));
    }

    private static Map<String, Object> fields(String json) {
        return new JsonMapper().readValue(json, new TypeReference<>() {});
    }

    private static StoredMessage stored(ChatMessage message, long seq) {
        return new StoredMessage(
                message.id(),
                message.roomId(),
                message.sender(),
                message.type(),
                message.text(),
                message.sentAt(),
                message.clientMessageId(),
                seq,
                message.replyTo(),
                message.data(),
                null);
    }

    @Test
    void numbersFollowTheOrderOfArrivalInEachRoom() {
        String other = room + "-other";
        MessageStore store = store();
        storeIn(store, List.of(message(room, sender, "a"), message(other, sender, "x"), message(room, sender, "b")));
        storeIn(store, List.of(message(other, sender, "y"), message(room, sender, "c")));
        assertThat(all(room)).extracting(StoredMessage::text).containsExactly("a", "b", "c");
        assertThat(all(other)).extracting(StoredMessage::text).containsExactly("x", "y");
        assertNoHoles(room, 3);
        assertNoHoles(other, 2);
    }

    @Test
    void redeliveredMessagesAreStoredOnce() {
        List<ChatMessage> batch = messages(20);
        assertThat(storeIn(store(), batch)).isEqualTo(20);
        assertThat(storeIn(store(), batch)).isZero();
        assertNoHoles(room, 20);
    }

    @Test
    void messageSentAgainIsStoredOnce() {
        ChatMessage first = message(room, sender, "hello", "again");
        MessageStore store = store();
        assertThat(storeIn(store, List.of(first, message(room, sender, "hello", "again"))))
                .isOne();
        assertThat(storeIn(store, List.of(message(room, sender, "other"), message(room, sender, "hello", "again"))))
                .isOne();
        assertThat(storeIn(store(), List.of(message(room, sender, "hello", "again"))))
                .isZero();
        assertThat(all(room)).extracting(StoredMessage::text).containsExactly("hello", "other");
        assertNoHoles(room, 2);
    }

    @Test
    void sameClientMessageIdInAnotherRoomIsAnotherMessage() {
        MessageStore store = store();
        storeIn(
                store,
                List.of(message(room, sender, "hello", "again"), message(room + "-b", sender, "hello", "again")));
        storeIn(store, List.of(message(room + "-c", sender, "hello", "again")));
        for (String each : List.of(room, room + "-b", room + "-c")) {
            assertThat(all(each)).extracting(StoredMessage::text).containsExactly("hello");
        }
    }

    @Test
    void otherTextUnderTheSameClientMessageIdIsAnotherMessage() {
        MessageStore store = store();
        storeIn(store, List.of(message(room, sender, "one", "again"), message(room, sender, "two", "again")));
        storeIn(store, List.of(message(room, sender, "three", "again"), message(room, sender, "one", "again")));
        assertThat(all(room)).extracting(StoredMessage::text).containsExactly("one", "two", "three");
        assertNoHoles(room, 3);
    }

    @Test
    void sameClientMessageIdOfAnotherSenderIsAnotherMessage() {
        storeIn(store(), List.of(message(room, sender, "a", "1"), message(room, sender + "-b", "b", "1")));
        assertNoHoles(room, 2);
    }

    @Test
    void duplicateInTheMiddleOfABatchLeavesNoHole() {
        storeIn(store(), List.of(message(room, sender, "dup", "taken")));
        MessageStore store = store();
        assertThat(storeIn(
                        store,
                        List.of(
                                message(room, sender, "a"),
                                message(room, sender, "dup", "taken"),
                                message(room, sender, "b"),
                                message(room, sender, "dup", "taken"),
                                message(room, sender, "c"))))
                .isEqualTo(3);
        assertThat(all(room)).extracting(StoredMessage::text).containsExactly("dup", "a", "b", "c");
        assertNoHoles(room, 4);
    }

    @Test
    void batchThatWasStoredInPartIsCompleted() {
        List<ChatMessage> batch = messages(10);
        storeIn(store(), batch.subList(0, 4));
        assertThat(storeIn(store(), batch)).isEqualTo(6);
        assertThat(all(room))
                .extracting(StoredMessage::id)
                .containsExactlyElementsOf(batch.stream().map(ChatMessage::id).toList());
        assertNoHoles(room, 10);
    }

    @Test
    void consumerContinuesAfterAnotherOneHasWritten() {
        MessageStore first = store();
        MessageStore second = store();
        storeIn(first, messages(3));
        storeIn(second, messages(3));
        storeIn(first, messages(3));
        assertNoHoles(room, 9);
    }

    @Test
    void concurrentWritersLeaveNoGapAndNoDuplicate() throws Exception {
        List<ChatMessage> messages = messages(200);
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 3; writer++) {
                MessageStore store = store();
                int size = 7 + 4 * writer;
                writers.add(executor.submit(() -> inBatches(store, messages, size)));
            }
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        assertThat(all(room))
                .extracting(StoredMessage::id)
                .containsExactlyInAnyOrderElementsOf(
                        messages.stream().map(ChatMessage::id).toList());
        assertNoHoles(room, 200);
    }

    /** Repeats a failed batch, as a consumer does. */
    private static void inBatches(MessageStore store, List<ChatMessage> messages, int size) {
        for (int from = 0; from < messages.size(); from += size) {
            List<ChatMessage> batch = messages.subList(from, Math.min(messages.size(), from + size));
            for (boolean stored = false; !stored; ) {
                try {
                    storeIn(store, batch);
                    stored = true;
                } catch (org.springframework.dao.ConcurrencyFailureException e) {
                    Thread.yield();
                }
            }
        }
    }

    @Test
    void pagesFollowTheNumbers() {
        MessageStore store = store();
        storeIn(store, messages(10));
        assertThat(store.before(room, Long.MAX_VALUE, 3))
                .extracting(StoredMessage::seq)
                .containsExactly(10L, 9L, 8L);
        assertThat(store.before(room, 3, 5)).extracting(StoredMessage::seq).containsExactly(2L, 1L);
        assertThat(store.after(room, 7, 2)).extracting(StoredMessage::seq).containsExactly(8L, 9L);
        assertThat(store.after(room, 10, 2)).isEmpty();
    }

    @Test
    void cursorIsFoundOnlyInItsRoom() {
        MessageStore store = store();
        ChatMessage message = message(room, sender, "a");
        storeIn(store, List.of(message));
        assertThat(store.seqOf(room, message.id())).hasValue(1);
        assertThat(store.seqOf(room + "-b", message.id())).isEmpty();
        assertThat(store.seqOf(room, UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void messagesAreReadByTheirIdsInTheirRoomOnly() {
        MessageStore store = store();
        List<ChatMessage> wanted = messages(3);
        ChatMessage elsewhere = message(room + "-b", sender, "b");
        storeIn(store, wanted);
        storeIn(store, List.of(elsewhere));
        List<String> ids = List.of(
                wanted.get(2).id(),
                elsewhere.id(),
                UUID.randomUUID().toString(),
                wanted.get(0).id());
        assertThat(store.withIds(room, ids))
                .containsExactlyInAnyOrder(
                        store.after(room, 0, 1).getFirst(),
                        store.after(room, 2, 1).getFirst());
        assertThat(store.withIds(room, List.of())).isEmpty();
    }

    /** Stores messages and returns how many were new. */
    private static int storeIn(MessageStore store, List<ChatMessage> messages) {
        return store.store(arrivals(messages)).fresh();
    }

    private List<ChatMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> message(room, sender, "text " + i))
                .toList();
    }

    private List<StoredMessage> all(String roomId) {
        return store().after(roomId, 0, 10_000);
    }

    private void assertNoHoles(String roomId, int count) {
        List<Long> expected = LongStream.rangeClosed(1, count).boxed().toList();
        assertThat(all(roomId)).extracting(StoredMessage::seq).containsExactlyElementsOf(expected);
        List<Long> newestFirst = new ArrayList<>(expected);
        Collections.reverse(newestFirst);
        assertThat(store().before(roomId, Long.MAX_VALUE, 10_000))
                .extracting(StoredMessage::seq)
                .containsExactlyElementsOf(newestFirst);
    }

    @Test
    void storeThatAnswersTakesWrites() {
        assertThat(store().acceptsWrites()).isTrue();
        assertThat(store().acceptsWrites()).isTrue();
    }
}
