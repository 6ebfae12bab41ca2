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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    private final LongSupplier nanoTime;
    private final RareLog failures = new RareLog(LOG);
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private Map<String, Boarded> boarded = Map.of();
    private boolean inFlight;
    private boolean away;
    private long since;

    /**
     * Creates the barriers of a partition.
     *
     * @param executor runs one task at a time, which blocks until a barrier is answered
     */
    Barriers(int partition, StoredRooms stored, Executor executor) {
        this(partition, stored, executor, System::nanoTime);
    }

    Barriers(int partition, StoredRooms stored, Executor executor, LongSupplier nanoTime) {
        this.partition = partition;
        this.stored = stored;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** Asks for a barrier that leaves later. */
    void ask(Waiting feed) {
        synchronized (this) {
            waiting.add(feed);
            if (inFlight) {
                return;
            }
            inFlight = true;
            since = nanoTime.getAsLong();
        }
        executor.execute(this::publish);
    }

    /** Returns whether the last barrier was answered, and none waits unusually long. */
    synchronized boolean isAnswering() {
        return !away && !(inFlight && nanoTime.getAsLong() - since > SLOW_NANOS);
    }

    private void publish() {
        BarrierQuestion question = leave();
        @Nullable BarrierAnswer answer = null;
        try {
            answer = stored.barrier(partition, question);
        } catch (RuntimeException | Error e) {
            failures.warn("Rooms go on without what is missing, because a barrier was not answered: {}", e.toString());
        }
        ended(answer);
    }

    /** Takes those who asked until now on board; {@link #ended} must follow. Not called again before that. */
    BarrierQuestion leave() {
        boarded = next().stream()
                .map(feed -> new Boarded(feed, feed.barrierLeaves()))
                .collect(Collectors.toMap(Boarded::room, Function.identity(), (first, second) -> second));
        return new BarrierQuestion(List.copyOf(boarded.keySet()));
    }

    /**
     * Tells those on board the answer, and has the next barrier published if somebody waits for it.
     *
     * @param answer null if there was none in time
     */
    void ended(@Nullable BarrierAnswer answer) {
        ended(answer == null);
        try {
            (answer == null ? List.<RoomState>of() : answer.rooms()).forEach(this::answered);
        } catch (RuntimeException | Error e) {
            failures.error("The answer to a barrier failed unexpectedly", e);
            ended(true);
        }
        boarded.values().forEach(each -> each.feed().barrierUnanswered(each.ticket()));
        boarded = Map.of();
        again();
    }

    private void answered(RoomState room) {
        Boarded served = boarded.remove(room.room());
        if (served != null) {
            served.feed().barrierAnswered(served.ticket(), room);
        }
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
        since = nanoTime.getAsLong();
    }

    private void again() {
        synchronized (this) {
            inFlight = !waiting.isEmpty();
            since = nanoTime.getAsLong();
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
