package io.damso.gateway.rooms;

import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Persistence that answers on the test's command. Thread-safe. */
final class StubHistory implements RoomHistory {

    /** A query that is not answered yet. */
    record Query(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome) {}

    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private final List<Query> queries = new ArrayList<>();
    volatile boolean answering = true;

    @Override
    public synchronized void askBarrier(Waiting feed) {
        waiting.add(feed);
    }

    @Override
    public boolean isAnswering(RoomId roomId) {
        return answering;
    }

    @Override
    public synchronized void read(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome) {
        queries.add(new Query(question, outcome));
    }

    synchronized int barriersAsked() {
        return waiting.size();
    }

    /** Publishes one barrier for all that asked, and answers it. */
    void answerBarrier(long seq, Map<String, Long> origins) {
        List<Waiting> all;
        synchronized (this) {
            all = List.copyOf(waiting);
            waiting.clear();
        }
        for (Waiting each : all) {
            each.barrierAnswered(
                    each.barrierLeaves(), new RoomState(each.roomId().value(), seq, origins));
        }
    }

    /** Publishes one barrier for all that asked, which is not answered. */
    void loseBarrier() {
        List<Waiting> all;
        synchronized (this) {
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(each -> each.barrierUnanswered(each.barrierLeaves()));
    }

    /** Returns the queries since the last call. */
    synchronized List<Query> takeQueries() {
        List<Query> taken = List.copyOf(queries);
        queries.clear();
        return taken;
    }
}
