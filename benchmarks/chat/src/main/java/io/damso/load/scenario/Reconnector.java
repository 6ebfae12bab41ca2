package io.damso.load.scenario;

import io.damso.load.client.ClientEvents;
import io.damso.load.client.Ending;
import io.damso.load.client.LoadClient;
import io.damso.load.client.Position;
import io.damso.load.peer.History;
import io.damso.load.run.LoadClients;
import io.damso.load.run.Member;
import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reconnects clients that have lost their connection: to the next endpoint, after a random part of a delay that doubles
 * with each failure. A client is back when it has what it missed. If the server has replayed that, it is back with the
 * subscription. Otherwise it reads the history after the subscription, and again 3 s later, because messages sent just
 * before the subscription may not have been stored yet. If there is no history, it is back with the subscription.
 */
final class Reconnector implements ClientEvents, AutoCloseable {

    private static final long FIRST_DELAY = 500;
    private static final long LONGEST_DELAY = 8_000;
    private static final long SECOND_LOOK = 3_000;

    /**
     * Longer than a healthy server needs for the clients of half of its nodes. Clients that give up early come again while
     * the server still works for the connections that they have left, so that nobody gets in.
     */
    static final long SILENCE = 12_000;

    private final LoadClients clients;
    private final List<URI> endpoints;
    private final @Nullable History history;
    private final int page;
    private final ExecutorService readers = Executors.newFixedThreadPool(8);
    private final Map<Member, Integer> away = new ConcurrentHashMap<>();
    private final Map<LoadClient, Member> owners = new ConcurrentHashMap<>();
    private final Map<Member, Long> back = new ConcurrentHashMap<>();
    private final Set<Member> resumed = ConcurrentHashMap.newKeySet();
    private final Map<Member, BitSet> acknowledged = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder reads = new LongAdder();
    private volatile boolean over;

    Reconnector(LoadClients clients, List<URI> endpoints, @Nullable History history, int page) {
        this.clients = clients;
        this.endpoints = endpoints;
        this.history = history;
        this.page = page;
    }

    /** Starts to watch the clients. Must be called before a client can lose its connection. */
    void watch() {
        clients.members().forEach(member -> owners.put(member.client(), member));
    }

    /** Returns the number of clients that are not back. */
    int away() {
        return away.size();
    }

    /** Returns whether a client is not back. */
    boolean isAway(Member member) {
        return away.containsKey(member);
    }

    /**
     * Returns whether a share of the disconnected clients is back.
     *
     * @param share greater than 0, at most 1
     */
    boolean areBack(double share) {
        return back.size() >= share * (back.size() + away.size());
    }

    /** Returns the times of the last return of each client, of {@link System#nanoTime()}, ascending. */
    List<Long> back() {
        return back.values().stream().sorted().toList();
    }

    /** Returns the number of clients that got what they missed with their last subscription. */
    int resumed() {
        return resumed.size();
    }

    /** Returns the number of pages of histories that were requested. */
    long reads() {
        return reads.sum();
    }

    /** Returns the reasons why subscriptions were not resumed or histories could not be read. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * Returns the sequence numbers of a sender's acknowledged messages. Complete only when the event loops are settled.
     */
    BitSet acknowledged(Member sender) {
        return acknowledged.getOrDefault(sender, new BitSet());
    }

    @Override
    public void acknowledged(LoadClient client, int number) {
        Member member = owners.get(client);
        if (member != null) {
            // The first acknowledgement of a sender is that of its subscription.
            acknowledged.computeIfAbsent(member, sender -> new BitSet()).set(number - 1);
        }
    }

    @Override
    public void ended(LoadClient client, Ending ending) {
        Member member = owners.remove(client);
        if (member != null && !over) {
            int failed = away.merge(member, 1, Integer::sum);
            back.remove(member);
            resumed.remove(member);
            long longest = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(10, failed - 1));
            client.later(
                    () -> again(member, failed), ThreadLocalRandom.current().nextLong(longest));
        }
    }

    private void again(Member member, int failed) {
        if (over) {
            return;
        }
        int start = endpoints.indexOf(member.identity().endpoint());
        LoadClient next = clients.another(member, endpoints.get((start + failed) % endpoints.size()), this);
        owners.put(next, member);
        next.connect();
        next.later(() -> giveUp(next), SILENCE);
    }

    /**
     * Closes a connection that is not ready in time. Some servers refuse a subscription in their own way, without an
     * answer that this client understands.
     */
    private void giveUp(LoadClient client) {
        if (!client.ready() && owners.containsKey(client)) {
            client.close();
        }
    }

    @Override
    public void ready(LoadClient client) {
        Member member = owners.get(client);
        if (member == null || !isAway(member)) {
            return;
        }
        if (client.resumed()) {
            resumed.add(member);
            returned(member);
        } else if (history == null) {
            returned(member);
        } else {
            String failure = client.resumeFailure();
            failures.add("not resumed: " + (failure == null ? "the client had no position" : failure));
            read(member, () -> {});
            client.later(() -> read(member, () -> client.later(() -> complete(client), 0)), SECOND_LOOK);
        }
    }

    private void returned(Member member) {
        back.put(member, System.nanoTime());
        away.remove(member);
    }

    /** The client has read what it missed. Runs on its event loop. */
    private void complete(LoadClient client) {
        Member member = owners.get(client);
        if (member != null) {
            Position position = member.identity().position();
            if (position != null) {
                position.recovered();
            }
            returned(member);
        }
    }

    /**
     * Reads the history.
     *
     * @param then runs on another thread after the messages are handed to the client's event loop; not if this fails
     */
    private void read(Member member, Runnable then) {
        History source = history;
        if (source == null || over) {
            return;
        }
        readers.execute(() -> {
            try {
                reads.increment();
                clients.recover(
                        member, source.newest(clients.participants().rooms().get(member.room()), page));
                then.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        });
    }

    @Override
    public void close() {
        finish();
    }

    /** Stops reconnecting, and waits up to 30 s for reads of the history that have started. */
    void finish() {
        over = true;
        readers.shutdown();
        try {
            if (!readers.awaitTermination(30, TimeUnit.SECONDS)) {
                readers.shutdownNow();
            }
        } catch (InterruptedException e) {
            readers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
