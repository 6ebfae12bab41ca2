package io.damso.load.run;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.client.ClientEvents;
import io.damso.load.client.ConnectPhase;
import io.damso.load.client.EventLoops;
import io.damso.load.client.LoadClient;
import io.damso.load.client.OpenFiles;
import io.damso.load.count.Counts;
import io.damso.load.count.KeptMessages;
import io.damso.load.peer.History;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Room;
import io.damso.load.peer.ServerProcess;
import io.damso.load.wire.WireProtocol;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Clients in rooms of one peer, from the connection to the final counts. Not thread-safe. */
public final class LoadClients implements AutoCloseable {

    private static final int CONCURRENCY = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long START_DELAY = TimeUnit.MILLISECONDS.toNanos(100);

    private final Peer peer;
    private final LoadPlan plan;
    private final Progress progress;
    private final EventLoops eventLoops;
    private final WireProtocol protocol;
    private final ConnectPhase connecting;
    private final Participants participants;
    private final Pacer pacer;
    private final int run;

    /**
     * Creates the rooms. Does not connect clients.
     *
     * @throws BenchmarkException if the peer refuses or the limit of open files is too low
     * @throws InterruptedException if interrupted
     */
    public LoadClients(Peer peer, LoadPlan plan, Progress progress) throws InterruptedException {
        this.peer = peer;
        this.plan = plan;
        this.progress = progress;
        OpenFiles.require(plan.clients());
        OpenFiles.require(named("gateway"), plan.clients() / peer.endpoints().size());
        // The client's socket and the one to its node; one worker may get all clients.
        OpenFiles.require(named("nginx worker"), 2 * plan.clients());
        run = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        participants = Participants.of(peer, plan, run);
        pacer = new Pacer(participants.senders());
        protocol = WireProtocol.of(peer.dialect());
        eventLoops = new EventLoops(plan.threads(), run, peer.certificate());
        connecting = new ConnectPhase(eventLoops, protocol, CONCURRENCY, PATIENCE);
    }

    private List<ServerProcess> named(String prefix) {
        return peer.processes().stream()
                .filter(process -> process.name().startsWith(prefix))
                .toList();
    }

    /**
     * Connects and subscribes all members. Blocks until all are subscribed.
     *
     * @param later receives their events after that
     * @throws BenchmarkException if a member cannot connect
     * @throws InterruptedException if interrupted
     */
    public void connect(ClientEvents later) throws InterruptedException {
        List<LoadClient> clients = connecting.connect(
                participants.members().stream().map(Member::identity).toList(),
                later,
                ready -> progress.say("%s: %,d of %,d clients", peer.name(), ready, plan.clients()));
        if (connecting.retries() > 0) {
            progress.say(
                    "%s: %,d times no answer to CONNECT and SUBSCRIBE for 5 s, tried again",
                    peer.name(), connecting.retries());
        }
        for (int i = 0; i < clients.size(); i++) {
            participants.members().get(i).client(clients.get(i));
        }
    }

    /**
     * Connects some members to an endpoint, as many at a time as {@link #connect(ClientEvents)}. Blocks until all are
     * subscribed. Their earlier connections must have been closed.
     *
     * @param resuming whether those that keep a position resume with it; otherwise they get messages from now on
     * @return times from the connection to the acknowledgement of the subscription
     * @throws BenchmarkException if a member cannot connect
     * @throws InterruptedException if interrupted
     */
    public LatencySummary connect(List<Member> some, URI endpoint, boolean resuming) throws InterruptedException {
        ConnectPhase phase = new ConnectPhase(eventLoops, protocol, CONCURRENCY, PATIENCE);
        List<LoadClient> clients = phase.connect(
                some.stream()
                        .map(member -> member.identity().at(endpoint))
                        .map(identity -> resuming ? identity : identity.withoutPosition())
                        .toList(),
                ClientEvents.NONE,
                ready -> progress.say("%s: %,d of %,d clients", peer.name(), ready, some.size()));
        for (int i = 0; i < clients.size(); i++) {
            some.get(i).client(clients.get(i));
        }
        return LatencySummary.of(phase.latencies());
    }

    /** Returns how often a client received no answer in time and connected again. */
    public int retries() {
        return connecting.retries();
    }

    /** Returns the times that the clients needed to connect and subscribe. */
    public LatencySummary connectLatency() {
        return LatencySummary.of(connecting.latencies());
    }

    /** Returns all members. */
    public List<Member> members() {
        return participants.members();
    }

    /** Returns the event loops of the clients. */
    public EventLoops eventLoops() {
        return eventLoops;
    }

    /** Returns rooms, members and senders, with the numbers of sent messages. */
    public Participants participants() {
        return participants;
    }

    /** Records messages that a member found in the history. Does not block. */
    public void recover(Member member, byte[] page) {
        member.client().recover(member.ledger(), page);
    }

    /**
     * Returns a new connection for a member, not yet connected. It replaces the previous one. The latencies of the member
     * are not recorded any more.
     */
    public LoadClient another(Member member, URI endpoint, ClientEvents events) {
        member.ledger().stopTiming();
        LoadClient client =
                LoadClient.returning(eventLoops, protocol, member.identity().at(endpoint), events);
        member.client(client);
        return client;
    }

    /**
     * Sends at a fixed rate. Blocks until all messages are delivered, or nothing is delivered for some time.
     *
     * @param perSecond messages per second of all senders together
     * @param before seconds of sending before the measured window
     * @param seconds length of the measured window
     * @throws InterruptedException if interrupted
     */
    public Step step(double perSecond, double before, double seconds) throws InterruptedException {
        long start = System.nanoTime() + START_DELAY;
        long from = start + (long) (before * 1e9);
        long to = from + (long) (seconds * 1e9);
        eventLoops.time(from, to);
        CompletableFuture<Long> sending = send(perSecond, start, to);
        sleepUntil(from);
        Meter meter = new Meter(peer);
        long deliveredBefore = eventLoops.delivered();
        watch(to, deliveredBefore);
        long delivered = eventLoops.delivered() - deliveredBefore;
        List<ProcessLoad> processes = meter.read();
        double own = meter.ownCpuSeconds();
        sending.join();
        drain();
        return new Step(
                perSecond,
                seconds,
                Math.round(perSecond * seconds * plan.members()),
                delivered,
                LatencySummary.of(eventLoops.latencies()),
                processes,
                own);
    }

    /**
     * Sends on a separate thread.
     *
     * @param perSecond messages per second of all senders together
     * @param start intended time of the first message, of {@link System#nanoTime()}
     * @param end end of sending, of {@link System#nanoTime()}
     * @return completes with the number of messages
     */
    public CompletableFuture<Long> send(double perSecond, long start, long end) {
        return send(perSecond, start, () -> end);
    }

    /**
     * Sends like {@link #send(double, long, long)}, with an end that can change.
     *
     * @param end returns the end of sending, of {@link System#nanoTime()}; called on the sending thread
     */
    public CompletableFuture<Long> send(double perSecond, long start, LongSupplier end) {
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
            progress.say(
                    "%s: %,.0f deliveries/s",
                    peer.name(), (eventLoops.delivered() - deliveredBefore) / ((System.nanoTime() - begin) / 1e9));
        }
        sleepUntil(end);
    }

    /** Waits for outstanding deliveries: until all are complete, or none has arrived for some time. */
    public void drain() throws InterruptedException {
        Drain.await(this::isComplete, eventLoops::delivered);
        eventLoops.settle();
    }

    /** Waits for outstanding deliveries to some members, like {@link #drain()}. */
    public void drain(Predicate<Member> wanted) throws InterruptedException {
        Drain.await(
                () -> {
                    eventLoops.settle();
                    return participants.counts(wanted).lost() == 0;
                },
                eventLoops::delivered);
        eventLoops.settle();
    }

    /**
     * Returns whether all deliveries are complete. Checks the counts of lost messages as well, because duplicates also
     * count as deliveries.
     */
    private boolean isComplete() {
        if (eventLoops.delivered() + eventLoops.stray() < participants.due()) {
            return false;
        }
        eventLoops.settle();
        return counts().lost() == 0;
    }

    /** Returns the counts since the start. Must be called after {@link #drain}. */
    public Counts counts() {
        return counts(member -> true);
    }

    /** Returns the counts of some members. Must be called after {@link #drain}. */
    public Counts counts(Predicate<Member> wanted) {
        return participants.counts(wanted).plus(new Counts(0, 0, 0, 0, 0, eventLoops.stray()));
    }

    /**
     * Returns the counts of some members if exactly these messages were to be delivered. Must be called after
     * {@link #drain}.
     *
     * @param kept messages by number of the room
     */
    public Counts counts(Predicate<Member> wanted, List<KeptMessages> kept) {
        return participants.counts(wanted, kept).plus(new Counts(0, 0, 0, 0, 0, eventLoops.stray()));
    }

    /**
     * Returns the messages of each room's history, by number of the room.
     *
     * @throws BenchmarkException if a history cannot be read
     * @throws InterruptedException if interrupted
     */
    public List<KeptMessages> stored(History history) throws InterruptedException {
        List<KeptMessages> all = new ArrayList<>();
        for (Room room : participants.rooms()) {
            KeptMessages kept = new KeptMessages(run, all.size(), Math.min(plan.senders(), plan.members()));
            history.pages(room, kept::addStored);
            all.add(kept);
        }
        return all;
    }

    static void sleepUntil(long time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, time - System.nanoTime()));
    }

    @Override
    public void close() {
        participants.members().forEach(Member::leave);
        eventLoops.close();
    }
}
