package io.damso.system;

import io.damso.client.ChatClient;
import io.damso.client.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A member of a room that sends at a fixed rate on one session, repeats what was refused as retryable, and notes when
 * each message was sent first, acknowledged and heard. Times are of {@link System#nanoTime()}. Thread-safe.
 */
final class TimedTalk implements AutoCloseable {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long REPEAT_AFTER_MILLIS = 100;

    private final ChatClient client;
    private final String room;
    private final String name;
    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final List<String> heardAgain = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Map<String, Long> notices = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean talking = true;

    /** Subscribes, and begins to send. */
    TimedTalk(ChatClient client, String room, String name) throws Exception {
        this.client = client;
        this.room = room;
        this.name = name;
        Cluster.now(
                client.events(event -> notices.putIfAbsent(event.path("type").stringValue(), System.nanoTime())));
        Cluster.now(client.join(
                room, message -> heard(message.path("clientMessageId").stringValue())));
        this.thread = Thread.ofVirtual().unstarted(this::talk);
    }

    void start() {
        thread.start();
    }

    private void heard(String id) {
        if (heard.putIfAbsent(id, System.nanoTime()) != null) {
            heardAgain.add(id);
        }
    }

    private void talk() {
        for (int i = 0; talking; i++) {
            String id = name + "/" + i;
            sent.put(id, System.nanoTime());
            attempt(id);
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    private void attempt(String id) {
        client.send(room, id, id).whenComplete((kept, failure) -> {
            if (failure == null) {
                acknowledged.put(id, System.nanoTime());
            } else if (failure instanceof RefusedException refused && refused.isRetryable()) {
                refusals.add(refused.code());
                CompletableFuture.delayedExecutor(REPEAT_AFTER_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(() -> attempt(id));
            } else {
                failures.add(String.valueOf(failure));
            }
        });
    }

    /** Sends no new messages from now on. */
    void finish() throws InterruptedException {
        talking = false;
        thread.join();
    }

    Set<String> sent() {
        return sent.keySet();
    }

    Set<String> acknowledged() {
        return acknowledged.keySet();
    }

    /** Returns the number of messages that were sent since then and are acknowledged. */
    long acknowledgedOf(long sentSince) {
        return acknowledged.keySet().stream()
                .filter(id -> sent.get(id) - sentSince > 0)
                .count();
    }

    /** Returns the times from the first SEND to the RECEIPT, in nanoseconds, the shortest first. */
    List<Long> receipts() {
        List<Long> times = new ArrayList<>();
        acknowledged.forEach((id, at) -> times.add(at - sent.get(id)));
        return times.stream().sorted().toList();
    }

    /** Returns the longest time from the first SEND of the sender to this listener, in nanoseconds. */
    long longestWay(TimedTalk sender) {
        return sender.sent.entrySet().stream()
                .filter(each -> heard.containsKey(each.getKey()))
                .mapToLong(each -> heard.get(each.getKey()) - each.getValue())
                .max()
                .orElse(0);
    }

    Set<String> heard() {
        return heard.keySet();
    }

    List<String> heardAgain() {
        return heardAgain;
    }

    /** Returns the codes of retryable refusals. */
    List<String> refusals() {
        return refusals;
    }

    /** Returns what ended without an answer or was refused for good. */
    List<String> failures() {
        return failures;
    }

    /** Returns when the first event of each type arrived. */
    Map<String, Long> notices() {
        return notices;
    }

    /** Forgets the events until now. */
    void forgetNotices() {
        notices.clear();
    }

    boolean isConnected() {
        return !client.ended().isDone();
    }

    @Override
    public void close() {
        talking = false;
        client.close();
    }
}
