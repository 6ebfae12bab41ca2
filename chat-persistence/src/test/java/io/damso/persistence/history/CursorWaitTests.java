package io.damso.persistence.history;

import static io.damso.persistence.Messages.arrivals;
import static io.damso.persistence.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.store.InMemoryMessageStore;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ChatMessage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CursorWaitTests {

    private static final String ROOM = "r1";
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final InMemoryMessageStore store = new InMemoryMessageStore();
    private final CursorWait patient = new CursorWait(store, new HistoryProperties(LONG, 3, 2));

    /** Asks on another thread, and returns when the request waits. */
    private FutureTask<OptionalLong> waiting(ChatMessage message, String user) {
        FutureTask<OptionalLong> asked = new FutureTask<>(() -> patient.seqOf(ROOM, message.id(), user));
        Thread thread = Thread.startVirtualThread(asked);
        await("the wait").until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return asked;
    }

    private boolean isRefusedAtOnce(String user) {
        return patient.seqOf(ROOM, UUID.randomUUID().toString(), user).isEmpty();
    }

    @Test
    void messageThatIsStoredMeanwhileIsFound() throws Exception {
        ChatMessage message = message(ROOM, "alice", "x");
        FutureTask<OptionalLong> asked = waiting(message, "alice");
        store.store(arrivals(List.of(message(ROOM, "alice", "before"), message)));
        assertThat(asked.get()).hasValue(2);
    }

    @Test
    void messageThatIsNeverStoredInTheRoomIsNotFound() {
        ChatMessage elsewhere = message("r2", "alice", "x");
        store.store(arrivals(List.of(elsewhere)));
        CursorWait impatient = new CursorWait(store, new HistoryProperties(SHORT, 3, 2));
        long begin = System.nanoTime();
        assertThat(impatient.seqOf(ROOM, elsewhere.id(), "alice")).isEmpty();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "",
                "1-1-1-1-1",
                "0199C0DE-0000-7000-8000-000000000000",
                "0199c0de-0000-7000-8000-00000000000g",
                "0199c0de-0000-7000-8000-000000000000\n"
            })
    void whatCannotBeAnIdIsRefusedForGood(String cursor) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> patient.seqOf(ROOM, cursor, "alice"))
                .matches(e -> e.document().code().equals("bad-cursor"));
    }

    @Test
    void requestsOfAUserThatWaitAreBoundedAndSoAreAll() throws Exception {
        ChatMessage message = message(ROOM, "alice", "x");
        FutureTask<OptionalLong> first = waiting(message, "alice");
        FutureTask<OptionalLong> second = waiting(message, "alice");
        assertThat(isRefusedAtOnce("alice")).as("the third of a user").isTrue();
        FutureTask<OptionalLong> third = waiting(message, "bob");
        assertThat(isRefusedAtOnce("carol")).as("the fourth of all").isTrue();
        store.store(arrivals(List.of(message)));
        for (FutureTask<OptionalLong> one : List.of(first, second, third)) {
            assertThat(one.get()).hasValue(1);
        }
        assertThat(waiting(message(ROOM, "alice", "y"), "alice")).isNotNull();
    }

    @Test
    void failureOfTheStoreEndsTheWaitAndFreesThePlace() {
        MessageStore away = (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(),
                new Class<?>[] {MessageStore.class},
                (proxy, method, arguments) -> {
                    throw new IllegalStateException("away");
                });
        CursorWait failing = new CursorWait(away, new HistoryProperties(LONG, 1, 1));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> failing.seqOf(ROOM, UUID.randomUUID().toString(), "alice"));
        }
    }
}
