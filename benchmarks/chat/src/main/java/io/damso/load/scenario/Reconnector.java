package io.damso.load.scenario;

import io.damso.load.client.ClientEvents;
import io.damso.load.client.Ending;
import io.damso.load.client.LoadClient;
import io.damso.load.peer.History;
import io.damso.load.run.LoadClients;
import io.damso.load.run.Member;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reconnects clients that have lost their connection: to the next endpoint, after a random part of a delay that doubles
 * with each failure. After the subscription they read the history, and again 3 s later, because messages sent just
 * before the subscription may not have been stored yet.
 */
final class Reconnector implements ClientEvents, AutoCloseable {

    private static final long FIRST_DELAY = 500;
    private static final long LONGEST_DELAY = 8_000;
    private static final long SECOND_LOOK = 3_000;
    private static final long SILENCE = 5_000;

    private final LoadClients clients;
    private final List<URI> endpoints;
    private final @Nullable History history;
    private final int page;
    private final ExecutorService readers = Executors.newFixedThreadPool(8);
    private final Map<Member, Integer> away = new ConcurrentHashMap<>();
    private final Map<LoadClient, Member> owners = new ConcurrentHashMap<>();
    private final Map<Member, Long> back = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
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

    /** Returns the number of clients that are disconnected now. */
    int away() {
        return away.size();
    }

    /** Returns whether a client is disconnected. */
    boolean isAway(Member member) {
        return away.containsKey(member);
    }

    /** Returns the times of the last reconnection of each client, of {@link System#nanoTime()}, ascending. */
    List<Long> back() {
        return back.values().stream().sorted().toList();
    }

    /** Returns the reasons why histories could not be read. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void ended(LoadClient client, Ending ending) {
        Member member = owners.remove(client);
        if (member != null && !over) {
            int failed = away.merge(member, 1, Integer::sum);
            back.remove(member);
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
        if (member != null && away.remove(member) != null) {
            back.put(member, System.nanoTime());
            read(member);
            client.later(() -> read(member), SECOND_LOOK);
        }
    }

    private void read(Member member) {
        History source = history;
        if (source == null || over) {
            return;
        }
        readers.execute(() -> {
            try {
                clients.recover(
                        member, source.newest(clients.participants().rooms().get(member.room()), page));
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
