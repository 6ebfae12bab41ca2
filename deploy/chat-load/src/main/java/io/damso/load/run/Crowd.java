package io.damso.load.run;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.client.ClientEvents;
import io.damso.load.client.Gathering;
import io.damso.load.client.LoadClient;
import io.damso.load.client.Loops;
import io.damso.load.client.OpenFiles;
import io.damso.load.count.Counts;
import io.damso.load.peer.Peer;
import io.damso.load.wire.Speech;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Clients in rooms on one peer, from their connection to the final account. For one thread. */
public final class Crowd implements AutoCloseable {

    private static final int CONCURRENCY = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long START_DELAY = TimeUnit.MILLISECONDS.toNanos(100);

    private final Peer peer;
    private final CrowdPlan plan;
    private final Progress progress;
    private final Loops loops;
    private final Speech speech;
    private final Gathering gathering;
    private final Cast cast;
    private final Pacer pacer;

    /**
     * Makes the rooms; nobody is connected yet.
     *
     * @throws BenchmarkException if the peer refuses or the file limit is too low
     * @throws InterruptedException if interrupted
     */
    public Crowd(Peer peer, CrowdPlan plan, Progress progress) throws InterruptedException {
        this.peer = peer;
        this.plan = plan;
        this.progress = progress;
        OpenFiles.require(plan.clients());
        OpenFiles.require(peer.processes().stream().filter(process -> process.name().startsWith("gateway")).toList(),
                plan.clients() / peer.endpoints().size());
        int run = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        cast = Cast.of(peer, plan, run);
        pacer = new Pacer(cast.senders());
        speech = Speech.of(peer.dialect());
        loops = new Loops(plan.threads(), run);
        gathering = new Gathering(loops, speech, CONCURRENCY, PATIENCE);
    }

    /**
     * Connects and subscribes all members.
     *
     * @param later hears what happens to them afterwards
     * @throws BenchmarkException if one cannot connect
     * @throws InterruptedException if interrupted
     */
    public void gather(ClientEvents later) throws InterruptedException {
        List<LoadClient> clients = gathering.gather(cast.members().stream().map(Member::identity).toList(), later,
                ready -> progress.say("%s: %,d of %,d clients", peer.name(), ready, plan.clients()));
        if (gathering.retries() > 0) {
            progress.say("%s: %,d times no answer to CONNECT and SUBSCRIBE for 5 s, tried again", peer.name(),
                    gathering.retries());
        }
        for (int i = 0; i < clients.size(); i++) {
            cast.members().get(i).client(clients.get(i));
        }
    }

    /** Returns how often a client got no answer in time and connected anew. */
    public int retries() {
        return gathering.retries();
    }

    /** Returns how long each client took to connect and subscribe. */
    public LatencySummary gatheringLatency() {
        return LatencySummary.of(gathering.latencies());
    }

    /** Returns all members. */
    public List<Member> members() {
        return cast.members();
    }

    /** Returns what holds the clients. */
    public Loops loops() {
        return loops;
    }

    /** Returns who takes part, and what they have sent. */
    public Cast cast() {
        return cast;
    }

    /** Notes what a member found in the history; returns at once. */
    public void recover(Member member, byte[] page) {
        member.client().recover(member.ledger(), page);
    }

    /** Returns a connection for a member, which replaces the one it had and is not connected yet. */
    public LoadClient another(Member member, URI endpoint, ClientEvents events) {
        LoadClient client = new LoadClient(loops, speech, member.identity().at(endpoint), events);
        member.client(client);
        return client;
    }

    /**
     * Sends at a rate and waits until all is delivered, or nothing comes any more.
     *
     * @param perSecond messages of all senders together
     * @param before seconds that are sent and not measured
     * @param seconds that are measured
     * @throws InterruptedException if interrupted
     */
    public Step step(double perSecond, double before, double seconds) throws InterruptedException {
        long start = System.nanoTime() + START_DELAY;
        long from = start + (long) (before * 1e9);
        long to = from + (long) (seconds * 1e9);
        loops.time(from, to);
        CompletableFuture<Long> sending = send(perSecond, start, to);
        sleepUntil(from);
        Meter meter = new Meter(peer);
        long deliveredBefore = loops.delivered();
        watch(to, deliveredBefore);
        long delivered = loops.delivered() - deliveredBefore;
        List<ProcessLoad> processes = meter.read();
        double own = meter.ownCpuSeconds();
        sending.join();
        drain();
        return new Step(perSecond, seconds, Math.round(perSecond * seconds * plan.members()), delivered,
                LatencySummary.of(loops.latencies()), processes, own);
    }

    /** Sends on a thread of its own; the result is the number of messages. */
    public CompletableFuture<Long> send(double perSecond, long start, long end) {
        CompletableFuture<Long> sent = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("pacer").start(() -> {
            try {
                sent.complete(pacer.run(perSecond, start, end));
            } catch (RuntimeException e) {
                sent.completeExceptionally(e);
            }
        });
        return sent;
    }

    private void watch(long end, long deliveredBefore) throws InterruptedException {
        long begin = System.nanoTime();
        long step = TimeUnit.SECONDS.toNanos(5);
        for (long next = begin + step; next - end < 0; next += step) {
            sleepUntil(next);
            progress.say("%s: %,.0f deliveries/s", peer.name(),
                    (loops.delivered() - deliveredBefore) / ((System.nanoTime() - begin) / 1e9));
        }
        sleepUntil(end);
    }

    /** Waits for what is on its way: until all has come, or nothing has come for a while. */
    public void drain() throws InterruptedException {
        Drain.await(() -> loops.delivered() + loops.stray() >= cast.due(), loops::delivered);
        loops.settle();
    }

    /** Returns the account of everything since the beginning; to be asked after {@link #drain}. */
    public Counts counts() {
        return counts(member -> true);
    }

    /** Returns the account of some members; to be asked after {@link #drain}. */
    public Counts counts(Predicate<Member> wanted) {
        return cast.counts(wanted).plus(new Counts(0, 0, 0, 0, 0, loops.stray()));
    }

    static void sleepUntil(long time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, time - System.nanoTime()));
    }

    @Override
    public void close() {
        cast.members().forEach(Member::leave);
        loops.close();
    }
}
