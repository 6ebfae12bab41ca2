package io.damso.system.chaos;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that one client sends: one after the other, each until it is acknowledged. Thread-safe. */
final class Outbox {

    private final String user;
    private final List<SentMessage> acknowledged = new ArrayList<>();
    private @Nullable SentMessage pending;
    private int numbers;

    Outbox(String user) {
        this.user = user;
    }

    /** Creates a message unless one is waiting. */
    synchronized void write() {
        if (pending == null) {
            pending = new SentMessage(user, ++numbers, System.nanoTime());
        }
    }

    /** Returns the message to send now; null if there is none. */
    synchronized @Nullable SentMessage pending() {
        return pending;
    }

    synchronized void acknowledge(SentMessage sent) {
        acknowledged.add(sent);
        pending = null;
    }

    /** Drops a message that was finally refused. */
    synchronized void drop() {
        pending = null;
    }

    /** Returns what was acknowledged, in this order. */
    synchronized List<SentMessage> acknowledged() {
        return List.copyOf(acknowledged);
    }
}
