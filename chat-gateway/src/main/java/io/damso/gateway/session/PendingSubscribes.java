package io.damso.gateway.session;

import io.damso.protocol.Destination;
import io.damso.protocol.RoomId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The SUBSCRIBEs of a session that are not answered yet, because the broker has not confirmed them. A SEND to the same
 * room waits for them: without the wait, the broker may route the message before it knows of the subscription, and the
 * session does not receive its own message. Only for the thread that handles the session's requests; the answers come
 * on any thread.
 */
public final class PendingSubscribes {

    private final List<Pending> pending = new CopyOnWriteArrayList<>();
    private @Nullable Pending unanswered;

    PendingSubscribes() {}

    /**
     * Adds a SUBSCRIBE until it is answered.
     *
     * @param answered completes in any way after the answer was put into the mailbox
     */
    public void add(Destination.ForSubscribe destination, CompletableFuture<Void> answered) {
        if (destination instanceof Destination.RoomMessages(RoomId roomId) && !answered.isDone()) {
            Pending added = new Pending(roomId, answered);
            pending.add(added);
            answered.whenComplete((done, failure) -> pending.remove(added));
        }
    }

    /**
     * Waits until the SUBSCRIBEs to the room are answered, by RECEIPT or refusal. Does not wait while a SUBSCRIBE is
     * unanswered for which an earlier call has waited in vain. So a broker that does not answer delays a session once,
     * however many rooms it uses.
     *
     * @param atMost maximum wait; 0 never waits
     */
    public void await(RoomId roomId, Duration atMost) {
        if (pending.isEmpty() || unanswered != null && !unanswered.answered().isDone()) {
            return;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Pending one : pending) {
            if (one.roomId().equals(roomId) && !one.isAnsweredWithin(deadline - System.nanoTime())) {
                unanswered = one;
                return;
            }
        }
    }

    private record Pending(RoomId roomId, CompletableFuture<Void> answered) {

        boolean isAnsweredWithin(long nanos) {
            try {
                answered.get(nanos, TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException e) {
                return true; // it was refused
            } catch (TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
