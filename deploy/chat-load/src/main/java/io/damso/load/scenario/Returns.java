package io.damso.load.scenario;

import io.damso.load.client.ClientEvents;
import io.damso.load.client.Ending;
import io.damso.load.client.LoadClient;
import io.damso.load.peer.History;
import io.damso.load.run.Crowd;
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
 * Brings clients back that have lost their connection: to the next endpoint, after a random part of a delay that
 * doubles with each failure. Once subscribed again they read the history, and once more a little later, because what was sent
 * just before they came may not have been in the store yet.
 */
final class Returns implements ClientEvents, AutoCloseable {

    private static final long FIRST_DELAY = 500;
    private static final long LONGEST_DELAY = 8_000;
    private static final long SECOND_LOOK = 3_000;
    private static final long SILENCE = 5_000;

    private final Crowd crowd;
    private final List<URI> endpoints;
    private final @Nullable History history;
    private final int page;
    private final ExecutorService readers = Executors.newFixedThreadPool(8);
    private final Map<Member, Integer> away = new ConcurrentHashMap<>();
    private final Map<LoadClient, Member> owners = new ConcurrentHashMap<>();
    private final Map<Member, Long> back = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Returns(Crowd crowd, List<URI> endpoints, @Nullable History history, int page) {
        this.crowd = crowd;
        this.endpoints = endpoints;
        this.history = history;
        this.page = page;
    }

    /** Learns who is who; before anybody can lose a connection. */
    void watch() {
        crowd.members().forEach(member -> owners.put(member.client(), member));
    }

    /** Returns how many are away now. */
    int away() {
        return away.size();
    }

    /** Returns whether a client has not come back. */
    boolean isAway(Member member) {
        return away.containsKey(member);
    }

    /** Returns when clients were back for the last time, of {@link System#nanoTime()}, in order. */
    List<Long> back() {
        return back.values().stream().sorted().toList();
    }

    /** Returns why histories could not be read. */
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
            client.later(() -> again(member, failed), ThreadLocalRandom.current().nextLong(longest));
        }
    }

    private void again(Member member, int failed) {
        if (over) {
            return;
        }
        int start = endpoints.indexOf(member.identity().endpoint());
        LoadClient next = crowd.another(member, endpoints.get((start + failed) % endpoints.size()), this);
        owners.put(next, member);
        next.connect();
        next.later(() -> giveUp(next), SILENCE);
    }

    /** A subscription that is refused in the peer's own way gets no answer that the load client knows. */
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
                crowd.recover(member, source.newest(crowd.cast().rooms().get(member.room()), page));
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

    /** Brings nobody back any more, and waits for the reading that has begun. */
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
