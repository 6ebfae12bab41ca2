package io.damso.system;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends without waiting for receipts, connects again when its session ends, and repeats what was not
 * confirmed with the same {@code clientMessageId}. Runs on one thread; read the results after its end.
 */
final class MovingClient implements Runnable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long ANSWER_SECONDS = 15;

    /**
     * The end of one session.
     *
     * @param reason as of {@link ChatClient#ended}
     * @param node gateway of the session
     * @param at time of the end, of {@link System#nanoTime()}
     * @param unanswered SENDs without an answer
     * @param liveAgain time until the next session was subscribed, in nanoseconds; -1 if there was none
     * @param nextNode gateway of that session
     */
    record End(String reason, String node, long at, int unanswered, long liveAgain, String nextNode) {}

    private final HttpClient http;
    private final URI url;
    private final String name;
    private final String token;
    private final String room;
    private final Map<String, Boolean> pending = new LinkedHashMap<>(); // the value: sent in this session
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> finalRefusals = new CopyOnWriteArrayList<>();
    private final List<End> ends = new CopyOnWriteArrayList<>();
    private final List<String> trouble = new CopyOnWriteArrayList<>();
    private volatile boolean creating = true;
    private volatile String node = "none";
    private @Nullable End last;
    private int made;

    MovingClient(HttpClient http, URI url, String name, String token, String room) {
        this.http = http;
        this.url = url;
        this.name = name;
        this.token = token;
        this.room = room;
    }

    /** Sends no new messages from now on; it ends when all are acknowledged. */
    void finish() {
        creating = false;
    }

    /** Returns the gateway of the present session. */
    String node() {
        return node;
    }

    String room() {
        return room;
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    /** Returns the events on {@code /user/queue/notifications}. */
    List<String> notices() {
        return notices;
    }

    /** Returns the codes of retryable refusals. */
    List<String> refusals() {
        return refusals;
    }

    /** Returns the codes of refusals that are not retryable. */
    List<String> finalRefusals() {
        return finalRefusals;
    }

    List<End> ends() {
        return ends;
    }

    /** Returns why attempts to connect or subscribe failed. */
    List<String> trouble() {
        return trouble;
    }

    @Override
    public void run() {
        try {
            while (creating || isUnfinished()) {
                runSession();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isUnfinished() {
        return !pending.isEmpty();
    }

    private void runSession() throws InterruptedException {
        try (ChatClient client = ChatClient.connect(http, url, token).get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            client.events(event -> notices.add(event.path("type").stringValue()))
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            client.join(room, message -> {}).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            CompletableFuture<Long> endedAt = client.ended().thenApply(reason -> System.nanoTime());
            node = client.node();
            recordReturn();
            forgetSession();
            while (!client.ended().isDone() && (creating || isUnfinished())) {
                exchange(client);
            }
            if (client.ended().isDone()) {
                last = new End(client.ended().join(), node, endedAt.join(), 0, -1, "none");
            }
        } catch (ExecutionException | TimeoutException e) {
            trouble.add(String.valueOf(e.getCause()));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_NANOS));
        }
    }

    private void recordReturn() {
        End ended = last;
        if (ended != null) {
            ends.add(new End(
                    ended.reason(),
                    ended.node(),
                    ended.at(),
                    unanswered.getAndSet(0),
                    System.nanoTime() - ended.at(),
                    node));
            last = null;
        }
    }

    private synchronized void forgetSession() {
        pending.replaceAll((id, sent) -> false);
    }

    /** Sends what is pending, and a new message. */
    private void exchange(ChatClient client) {
        List<String> toSend = new ArrayList<>();
        synchronized (this) {
            if (creating) {
                pending.put(name + "/" + made++, false);
            }
            pending.forEach((id, sent) -> {
                if (!sent) {
                    toSend.add(id);
                }
            });
            toSend.forEach(id -> pending.put(id, true));
        }
        toSend.forEach(id -> client.send(room, id, id).whenComplete((kept, failure) -> answered(id, failure)));
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private synchronized void answered(String id, @Nullable Throwable failure) {
        if (failure == null) {
            acknowledged.add(id);
            pending.remove(id);
        } else if (failure instanceof RefusedException refused && refused.isRetryable()) {
            refusals.add(refused.code());
            pending.put(id, false);
        } else if (failure instanceof RefusedException refused && refused.code().startsWith("c")) {
            unanswered.incrementAndGet(); // "close 1012", "connection lost", "closed here"
        } else {
            finalRefusals.add(String.valueOf(failure));
        }
    }
}
