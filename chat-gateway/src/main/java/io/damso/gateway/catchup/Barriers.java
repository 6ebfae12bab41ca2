package io.damso.gateway.catchup;

import io.damso.edge.log.RareLog;
import io.damso.gateway.rooms.RoomHistory.Waiting;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.RoomState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The barriers of one partition, one at a time. A barrier serves the feeds that asked before it was published; those
 * that ask later share the next one. Thread-safe.
 */
final class Barriers {

    private static final Logger LOG = LoggerFactory.getLogger(Barriers.class);

    /** A healthy persistence answers in milliseconds. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final int partition;
    private final StoredRooms stored;
    private final Executor executor;
    private final RareLog failures = new RareLog(LOG);
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private boolean inFlight;
    private boolean away;
    private long since;

    /**
     * Creates the barriers of a partition.
     *
     * @param executor runs one task at a time, which blocks until a barrier is answered
     */
    Barriers(int partition, StoredRooms stored, Executor executor) {
        this.partition = partition;
        this.stored = stored;
        this.executor = executor;
    }

    /** Asks for a barrier that leaves later. */
    void ask(Waiting feed) {
        synchronized (this) {
            waiting.add(feed);
            if (inFlight) {
                return;
            }
            inFlight = true;
            since = System.nanoTime();
        }
        executor.execute(this::publish);
    }

    /** Returns whether the last barrier was answered, and none waits unusually long. */
    synchronized boolean isAnswering() {
        return !away && !(inFlight && System.nanoTime() - since > SLOW_NANOS);
    }

    private void publish() {
        List<Waiting> feeds = next();
        Map<String, Boarded> boarded = feeds.stream()
                .map(feed -> new Boarded(feed, feed.barrierLeaves()))
                .collect(Collectors.toMap(Boarded::room, Function.identity(), (first, second) -> second));
        try {
            BarrierAnswer answer = stored.barrier(partition, new BarrierQuestion(List.copyOf(boarded.keySet())));
            ended(false);
            for (RoomState room : answer.rooms()) {
                Boarded served = boarded.remove(room.room());
                if (served != null) {
                    served.feed().barrierAnswered(served.ticket(), room);
                }
            }
        } catch (RuntimeException | Error e) {
            failures.warn("Rooms go on without what is missing, because a barrier was not answered: {}", e.toString());
            ended(true);
        }
        boarded.values().forEach(each -> each.feed().barrierUnanswered(each.ticket()));
        again();
    }

    private synchronized List<Waiting> next() {
        List<Waiting> next = new ArrayList<>();
        Iterator<Waiting> asked = waiting.iterator();
        while (asked.hasNext() && next.size() < BarrierQuestion.MAX_ROOMS) {
            next.add(asked.next());
            asked.remove();
        }
        return next;
    }

    private synchronized void ended(boolean unanswered) {
        if (away && !unanswered) {
            failures.reset();
            LOG.info("chat-persistence answers again for partition {}", partition);
        }
        away = unanswered;
        since = System.nanoTime();
    }

    private void again() {
        synchronized (this) {
            inFlight = !waiting.isEmpty();
            since = System.nanoTime();
            if (!inFlight) {
                return;
            }
        }
        executor.execute(this::publish);
    }

    private record Boarded(Waiting feed, long ticket) {

        String room() {
            return feed.roomId().value();
        }
    }
}
