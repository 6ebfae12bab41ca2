package io.damso.persistence.history;

import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Waits until the message of a cursor is stored. A message is delivered some milliseconds before it is stored. The store
 * is asked again and again, because another process may store the message. The number of requests that wait is bounded,
 * in total and for each user, so that invented ids neither occupy the service nor load the store. Thread-safe.
 */
@Component
final class CursorWait {

    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    /** Ids are UUIDs in lower case. */
    private static final Pattern MESSAGE_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final MessageStore store;
    private final HistoryProperties properties;
    private final Map<String, Integer> waitingByUser = new HashMap<>();
    private int waiting;

    CursorWait(MessageStore store, HistoryProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    /**
     * Returns the number of a message that was not stored a moment ago. Blocks until it is stored, at most for the time
     * of {@link HistoryProperties#cursorWait}.
     *
     * @param userId user who waits
     * @return its {@code seq}; empty if it is not stored in time or too many requests wait
     * @throws ProblemException with {@link ErrorCode#BAD_CURSOR} if no message can have this id
     */
    OptionalLong seqOf(String roomId, String messageId, String userId) {
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new ProblemException(ErrorCode.BAD_CURSOR);
        }
        if (!enter(userId)) {
            return OptionalLong.empty();
        }
        try {
            return poll(roomId, messageId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the service stops
            return OptionalLong.empty();
        } finally {
            leave(userId);
        }
    }

    private OptionalLong poll(String roomId, String messageId) throws InterruptedException {
        long deadline = System.nanoTime() + properties.cursorWait().toNanos();
        OptionalLong seq = OptionalLong.empty();
        long pause = SHORTEST_PAUSE_MILLIS;
        for (long left = deadline - System.nanoTime(); seq.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(pause)));
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            seq = store.seqOf(roomId, messageId);
        }
        return seq;
    }

    private synchronized boolean enter(String userId) {
        int own = waitingByUser.getOrDefault(userId, 0);
        if (waiting >= properties.maxWaiting() || own >= properties.maxWaitingPerUser()) {
            return false;
        }
        waiting++;
        waitingByUser.put(userId, own + 1);
        return true;
    }

    private synchronized void leave(String userId) {
        waiting--;
        waitingByUser.computeIfPresent(userId, (user, own) -> own == 1 ? null : own - 1);
    }
}
