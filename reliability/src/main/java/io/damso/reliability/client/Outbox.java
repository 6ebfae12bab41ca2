package io.damso.reliability.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The messages of one client that are not acknowledged, oldest first. All of a session are sent in this order; a message
 * that was refused is sent again behind those that followed it. Thread-safe.
 */
final class Outbox {

    /** More are not written: a user would have stopped. */
    private static final int MOST_DRAFTS = 200;

    /** SENDs of a session without an answer. */
    private static final int MOST_IN_FLIGHT = 8;

    private final String user;
    private final List<Draft> drafts = new ArrayList<>();
    private int written;
    private int acknowledged;

    Outbox(String user) {
        this.user = user;
    }

    /** Writes a message, unless too many wait. */
    synchronized void write(double due) {
        if (drafts.size() < MOST_DRAFTS) {
            drafts.add(new Draft(user + "/" + ++written, due));
        }
    }

    /** Returns what must be sent now, and marks it as sent. */
    synchronized List<Draft> takeToSend() {
        long now = System.nanoTime();
        long inFlight = drafts.stream().filter(draft -> draft.inFlight).count();
        List<Draft> take = new ArrayList<>();
        for (Draft draft : drafts) {
            if (inFlight + take.size() >= MOST_IN_FLIGHT) {
                break;
            }
            if (!draft.inFlight && draft.notBefore - now <= 0) {
                draft.inFlight = true;
                draft.sentAt = now;
                take.add(draft);
            }
        }
        return take;
    }

    synchronized void acknowledged(Draft draft) {
        if (drafts.remove(draft)) { // it has two RECEIPTs if it was sent again before the first one arrived
            acknowledged++;
        }
    }

    synchronized int acknowledged() {
        return acknowledged;
    }

    /** It was refused, and may succeed later. */
    synchronized void sendLater(Draft draft) {
        draft.inFlight = false;
        draft.notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(draft.backoff.nextMillis());
    }

    /** It was refused for good. */
    synchronized void drop(Draft draft) {
        drafts.remove(draft);
    }

    /** The session has ended: what has no answer is sent again in the next one. */
    synchronized void sessionEnded() {
        long now = System.nanoTime();
        drafts.forEach(draft -> {
            draft.inFlight = false;
            draft.notBefore = now;
        });
    }

    /** Returns whether a SEND has had no answer for longer. */
    synchronized boolean waitsLongerThan(long nanos) {
        long now = System.nanoTime();
        return drafts.stream().anyMatch(draft -> draft.inFlight && now - draft.sentAt > nanos);
    }

    synchronized boolean isEmpty() {
        return drafts.isEmpty();
    }
}
