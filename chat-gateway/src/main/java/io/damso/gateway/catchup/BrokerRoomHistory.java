package io.damso.gateway.catchup;

import io.damso.edge.log.RareLog;
import io.damso.gateway.rooms.RoomHistory;
import io.damso.gateway.rooms.feed.StoredMessage;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import tools.jackson.databind.json.JsonMapper;

/** What is stored of rooms, as persistence tells it over the broker. Thread-safe. */
final class BrokerRoomHistory implements RoomHistory, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRoomHistory.class);

    /** Queries at a time: as many as keep persistence busy, and few enough that a storm does not hold its threads. */
    private static final int AT_ONCE = 16;

    /** A reader of the store may be behind the writer; persistence reads what a majority has, so not for long. */
    private static final int MOST_ATTEMPTS = 20;

    private static final long PAUSE_MILLIS = 50;

    private final StoredRooms stored;
    private final ExecutorService threads;
    private final JsonMapper json;
    private final Counter queries;
    private final List<Barriers> partitions;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final RareLog failures = new RareLog(LOG);

    /**
     * Creates the history.
     *
     * @param threads runs tasks that block
     * @param queries counts the queries for missed messages, also repeated ones
     */
    BrokerRoomHistory(StoredRooms stored, ExecutorService threads, JsonMapper json, Counter queries) {
        this.stored = stored;
        this.threads = threads;
        this.json = json;
        this.queries = queries;
        this.partitions = IntStream.range(0, BrokerTopology.PARTITIONS)
                .mapToObj(partition -> new Barriers(partition, stored, threads))
                .toList();
    }

    @Override
    public void askBarrier(Waiting feed) {
        partition(feed.roomId()).ask(feed);
    }

    @Override
    public boolean isAnswering(RoomId roomId) {
        return partition(roomId).isAnswering();
    }

    private Barriers partition(RoomId roomId) {
        return partitions.get(BrokerTopology.partition(roomId));
    }

    @Override
    public void read(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome) {
        threads.execute(() -> outcome.accept(readAndWait(question)));
    }

    private @Nullable StoredPage readAndWait(CatchUpQuestion question) {
        try {
            free.acquire();
            try {
                return readUpTo(question);
            } finally {
                free.release();
            }
        } catch (RuntimeException e) {
            failures.warn("Missed messages could not be read: {}", e.toString());
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private @Nullable StoredPage readUpTo(CatchUpQuestion question) throws InterruptedException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            queries.increment();
            CatchUpAnswer answer = stored.read(question);
            if (isWhole(question, answer)) {
                failures.reset();
                return page(answer, json);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        failures.warn("Missed messages could not be read: the store does not show what was stored");
        return null;
    }

    /** Numbers have no holes: an answer that ends early was read before the last ones could be seen. */
    static boolean isWhole(CatchUpQuestion question, CatchUpAnswer answer) {
        return answer.code() != null || answer.more() || answer.end() >= question.upTo();
    }

    static StoredPage page(CatchUpAnswer answer, JsonMapper json) {
        List<StoredMessage> messages =
                answer.messages().stream().map(each -> message(each, json)).toList();
        return new StoredPage(messages, answer.end(), answer.code());
    }

    private static StoredMessage message(CatchUpAnswer.Message message, JsonMapper json) {
        return new StoredMessage(
                String.valueOf(message.message().get("id")),
                message.seq(),
                message.copies(),
                message.storedAt(),
                json.writeValueAsBytes(message.message()));
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
