package io.damso.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.system.Cluster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random faults in all parts, some at the same time, with correct clients: at the end all clients are connected,
 * receive all messages, and no message is lost. {@code -Ddamso.chaos.seconds=600} makes it longer; {@code
 * -Ddamso.chaos.seed=...} with the printed seed repeats the faults of a run.
 */
class ChaosIT {

    /**
     * A client waits 10 s for an answer that does not come, and then backs off for at most 4 s. The expected time is
     * 5 s; the rest is a margin for busy machines.
     */
    private static final Duration RECONNECT = Duration.ofSeconds(30);

    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SETTLED = Duration.ofSeconds(60);

    @RegisterExtension
    private static final Cluster CLUSTER = Cluster.INSTANCE;

    private final ChaosOptions options = ChaosOptions.fromSystemProperties();
    private final Findings findings = new Findings();

    @Test
    void allClientsReconnectAndNoMessageIsLostAfterFaults() throws Exception {
        FaultPlan plan = FaultPlan.of(options.seed(), options.seconds());
        findings.print(
                "seed %d, %d s, %d clients in %d rooms:%n%s",
                options.seed(), options.seconds(), options.clients(), options.rooms(), plan);
        LogWatch logs = new LogWatch(CLUSTER);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ChaosRooms chaosRooms = new ChaosRooms(CLUSTER, options, findings, threads)) {
            require("all clients to connect", SETTLED, () -> areConnected(chaosRooms.clients()));
            FaultInjector injector = new FaultInjector(CLUSTER, findings, threads);
            injector.run(plan);
            assertAllReconnected(chaosRooms);
            assertAllReceiveAllMessages(chaosRooms);
            for (Map.Entry<String, List<ChaosClient>> room : chaosRooms.rooms().entrySet()) {
                assertStored(chaosRooms, room.getKey(), room.getValue());
            }
            logs.check(findings, injector.begun());
        }
        findings.print("counted events: %s", findings.counts());
        assertThat(findings.findings()).as("seed %d", options.seed()).isEmpty();
    }

    private void assertAllReconnected(ChaosRooms chaosRooms) {
        require(
                "all processes to be ready",
                READY,
                () -> CLUSTER.damso("status").output().lines().skip(1).allMatch(line -> line.contains(" yes ")));
        long ready = System.nanoTime();
        require("all clients to reconnect", RECONNECT, () -> areConnected(chaosRooms.clients()));
        long last = chaosRooms.clients().stream()
                .mapToLong(client -> client.connectedSince() - ready)
                .max()
                .orElse(0);
        findings.print(
                "all clients were connected again %.1f s after all processes were ready (negative: before)",
                last / 1e9);
        chaosRooms.clients().stream()
                .filter(client -> client.connectedSince() == 0)
                .forEach(client -> findings.add("%s is not connected: %s", client.user(), client.lastFailure()));
    }

    private static boolean areConnected(List<ChaosClient> clients) {
        return clients.stream().allMatch(client -> client.connectedSince() != 0);
    }

    /** The last message of each client was created after all clients were connected, and no message follows. */
    private void assertAllReceiveAllMessages(ChaosRooms chaosRooms) {
        List<Integer> before = chaosRooms.clients().stream()
                .map(client -> client.outbox().acknowledged().size())
                .toList();
        require(
                "each client to send",
                SETTLED,
                () -> IntStream.range(0, before.size())
                        .allMatch(i -> chaosRooms
                                        .clients()
                                        .get(i)
                                        .outbox()
                                        .acknowledged()
                                        .size()
                                > before.get(i) + 1));
        chaosRooms.clients().forEach(ChaosClient::stopCreating);
        require(
                "all messages to be acknowledged",
                SETTLED,
                () -> chaosRooms.clients().stream()
                        .allMatch(client -> client.outbox().pending() == null));
        Collection<List<ChaosClient>> rooms = chaosRooms.rooms().values();
        require(
                "all clients to receive the last messages",
                SETTLED,
                () -> rooms.stream().allMatch(ChaosIT::receiveEachOther));
        rooms.forEach(this::findMissing);
    }

    private static boolean receiveEachOther(List<ChaosClient> members) {
        return members.stream()
                .map(member -> member.outbox().acknowledged().getLast())
                .allMatch(last ->
                        members.stream().allMatch(member -> member.live().hasReceived(last)));
    }

    /** Messages sent while a subscription was live and not interrupted. */
    private void findMissing(List<ChaosClient> members) {
        for (ChaosClient member : members) {
            if (member.live().isInterrupted()) {
                findings.add("%s got delivery-interrupted without delivery-resumed", member.user());
            }
            List<String> missing = members.stream()
                    .flatMap(other -> other.outbox().acknowledged().stream())
                    .filter(sent ->
                            member.live().mustReceive(sent) && !member.live().hasReceived(sent))
                    .map(SentMessage::clientMessageId)
                    .toList();
            if (!missing.isEmpty()) {
                findings.add(
                        "%s did not receive %d messages and got no notification: %s",
                        member.user(), missing.size(), missing.subList(0, Math.min(5, missing.size())));
            }
        }
    }

    private void assertStored(ChaosRooms chaosRooms, String room, List<ChaosClient> members) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        members.forEach(
                member -> member.outbox().acknowledged().forEach(sent -> acknowledged.add(sent.clientMessageId())));
        require(
                "all acknowledged messages to be stored",
                SETTLED,
                () -> new HashSet<>(chaosRooms.stored(room).clientMessageIds()).containsAll(acknowledged));
        StoredRoom stored = chaosRooms.stored(room);
        List<String> ids = stored.clientMessageIds();
        Set<String> once = new HashSet<>(ids);
        if (once.size() < ids.size()) {
            findings.add("%d messages of room %s are stored more than once", ids.size() - once.size(), room);
        }
        acknowledged.removeAll(once);
        if (!acknowledged.isEmpty()) {
            findings.add("acknowledged and not stored in room %s: %s", room, acknowledged);
        }
        if (!IntStream.range(1, ids.size())
                .allMatch(i -> stored.messages().get(i).seq()
                        == stored.messages().get(i - 1).seq() + 1)) {
            findings.add("seq of room %s does not grow by one", room);
        }
        for (ChaosClient member : members) {
            assertStoredInOrder(stored, member, once);
        }
        findings.print("room %s: %d messages stored", room, ids.size());
    }

    private void assertStoredInOrder(StoredRoom stored, ChaosClient member, Set<String> once) {
        List<Integer> numbers = stored.clientMessageIdsOf(member.user()).stream()
                .map(SentMessage::number)
                .toList();
        if (!numbers.equals(numbers.stream().sorted().toList())) {
            findings.add("messages of %s are stored in another order: %s", member.user(), numbers);
        }
        Set<String> neverStored = new HashSet<>(member.live().all());
        neverStored.removeAll(once);
        if (!neverStored.isEmpty()) {
            findings.add("%s received messages that are not stored: %s", member.user(), neverStored);
        }
    }

    /** Waits, and records a timeout as a finding, so that the other checks still run. */
    private void require(String what, Duration limit, Callable<Boolean> condition) {
        long begin = System.nanoTime();
        try {
            await(what)
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(condition);
            findings.print("%s took %.1f s", what, (System.nanoTime() - begin) / 1e9);
        } catch (ConditionTimeoutException e) {
            findings.add("%s: not within %d s", what, limit.toSeconds());
        }
    }
}
