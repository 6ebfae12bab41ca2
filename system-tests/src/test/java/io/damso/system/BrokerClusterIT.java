package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A cluster of three brokers loses one of them under traffic: no socket closes, what was acknowledged is stored once,
 * and everybody hears it once. The times are printed; the bounds here are for busy machines.
 * {@code -Ddamso.cluster.rooms=10000} adds as many rooms with a subscriber.
 */
class BrokerClusterIT {

    @RegisterExtension
    static final Cluster cluster = Cluster.ofThreeBrokers();

    private static final Logger LOG = LoggerFactory.getLogger(BrokerClusterIT.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String PAUSED = "rabbitmq-2";
    private static final String INTERRUPTED = "delivery-interrupted";
    private static final String LISTENING = "gateway-1";
    private static final int ROOMS = Integer.getInteger("damso.cluster.rooms", 10);

    /** Longer than a broker that hangs stays unnoticed, and than a gateway waits for its heart-beats. */
    private static final Duration PAUSE = Duration.ofSeconds(20);

    /** Three intervals of heart-beats are 12 s. */
    private static final Duration TOLD = Duration.ofSeconds(15);

    private final List<TimedTalk> talks = new ArrayList<>();
    private SilentRooms silent;
    private ChatApi api;
    private String token;
    private String room;
    private String stopped = PAUSED;

    @BeforeEach
    void talkOnBothGateways() throws Exception {
        cluster.awaitReady();
        api = cluster.api();
        silent = new SilentRooms(cluster, api, ROOMS);
        String alice = "alice-" + UUID.randomUUID();
        String bob = "bob-" + UUID.randomUUID();
        token = api.token(alice);
        room = api.createRoom(token, "Room of a test", List.of(bob));
        talks.add(new TimedTalk(cluster.connectTo("gateway-1", token), room, alice));
        talks.add(new TimedTalk(cluster.connectTo("gateway-2", api.token(bob)), room, bob));
        talks.forEach(TimedTalk::start);
        awaitTraffic(System.nanoTime());
    }

    @AfterEach
    void endTalks() throws Exception {
        talks.forEach(TimedTalk::close);
        silent.close();
        signal(stopped, "CONT");
    }

    @AfterAll
    static void stopCluster() throws Exception {
        cluster.damso("down").assertSuccess();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq-1", "rabbitmq-2", "rabbitmq-3"})
    void killedBrokerClosesNoSocketAndLosesNothing(String broker) throws Exception {
        long killed = System.nanoTime();
        cluster.control("kill", broker);
        awaitTraffic(killed);
        cluster.control("start", broker);
        awaitTraffic(System.nanoTime());
        finish("kill -9 of " + broker, killed);
    }

    @Test
    void pausedBrokerClosesNoSocketAndLosesNothing() throws Exception {
        long paused = System.nanoTime();
        signal(PAUSED, "STOP");
        awaitTraffic(paused);
        await("the end of the pause")
                .atMost(2 * PAUSE.toSeconds(), TimeUnit.SECONDS)
                .until(() -> System.nanoTime() - paused > PAUSE.toNanos());
        signal(PAUSED, "CONT");
        awaitWhole();
        awaitTraffic(System.nanoTime());
        finish("SIGSTOP of " + PAUSED + " for " + PAUSE.toSeconds() + " s", paused);
    }

    @Test
    void subscribersAreToldWithin15SecondsThatTheBrokerOfTheirGatewayHangs() throws Exception {
        stopped = brokerOfQueue(LISTENING);
        TimedTalk subscriber = talks.getFirst();
        subscriber.forgetNotices();
        long paused = System.nanoTime();
        signal(stopped, "STOP");
        await("the notice").atMost(LONGEST).until(() -> subscriber.notices().containsKey(INTERRUPTED));
        long told = subscriber.notices().get(INTERRUPTED) - paused;
        signal(stopped, "CONT");
        LOG.warn("SIGSTOP of {}: told after {} ms", stopped, millis(told));
        assertThat(Duration.ofNanos(told)).isPositive().isLessThanOrEqualTo(TOLD);
        awaitWhole();
        awaitTraffic(System.nanoTime());
        finish("SIGSTOP of " + stopped + " until subscribers were told", paused);
    }

    /** Returns the broker that the queue of a gateway is on, which is the one of its STOMP session. */
    private static String brokerOfQueue(String gateway) throws Exception {
        String node = cluster.consoleList("queues/damso").stream()
                .filter(queue ->
                        queue.path("name").asString("").matches("damso\\.gateway\\." + gateway + "\\..+\\.queue\\..+"))
                .map(queue -> queue.path("node").asString(""))
                .findFirst()
                .orElseThrow();
        return node.substring("damso-".length(), node.indexOf('@'));
    }

    /**
     * Waits until no broker takes another one for down. The others have removed one that hung from their metadata, and
     * it them; they share it again only after a restart of one side.
     */
    private static void awaitWhole() {
        await("the brokers to share their metadata")
                .atMost(LONGEST)
                .ignoreExceptions()
                .until(() -> isWhole(1) && isWhole(2) && isWhole(3));
        cluster.awaitReady();
    }

    private static boolean isWhole(int asSeenBy) throws Exception {
        List<JsonNode> nodes = cluster.consoleList("nodes", asSeenBy);
        return nodes.size() == 3
                && nodes.stream().allMatch(node -> node.path("running").asBoolean(false));
    }

    @Test
    void everyQueueHasAReplicaOnEveryBrokerAndTheyCannotBecomeFewer() throws Exception {
        await("the replicas").ignoreExceptions().until(BrokerClusterIT::isReplicated);
        DamsoRun fewer = cluster.damso("up", "--brokers", "1");
        assertThat(fewer.exitCode()).isOne();
        assertThat(fewer.output()).contains("cannot have fewer", "./damso down --wipe");
        assertThat(cluster.damso("up", "--brokers", "2").output()).contains("--brokers takes 1 or 3, not '2'");
    }

    private static boolean isReplicated() throws Exception {
        List<Integer> replicas = cluster.consoleList("queues/damso").stream()
                .filter(queue -> queue.path("type").asString("").equals("quorum"))
                .map(queue -> queue.path("members").size())
                .toList();
        return replicas.size() > 4 && List.of(3).containsAll(replicas);
    }

    /** Waits until messages of both that were sent since then are acknowledged, and heard by both. */
    private void awaitTraffic(long since) {
        await("traffic").atMost(LONGEST).until(() -> talks.stream().allMatch(talk -> talk.acknowledgedOf(since) > 20));
    }

    private void finish(String fault, long since) throws Exception {
        for (TimedTalk talk : talks) {
            talk.finish();
        }
        await("everything to be acknowledged")
                .atMost(LONGEST)
                .untilAsserted(() -> assertThat(all(TimedTalk::acknowledged)).hasSameSizeAs(all(TimedTalk::sent)));
        List<String> sent = all(TimedTalk::sent);
        await("everything in the history")
                .atMost(LONGEST)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(stored()).containsExactlyInAnyOrderElementsOf(sent));
        await("everything to be heard").atMost(LONGEST).untilAsserted(() -> {
            for (TimedTalk talk : talks) {
                assertThat(talk.heard()).containsExactlyInAnyOrderElementsOf(sent);
            }
        });
        await("the other rooms to be live").atMost(LONGEST).until(silent::allResumed);
        print(fault, since);
        assertThat(silent.allConnected()).as("sockets of the other rooms").isTrue();
        assertThat(talks).allMatch(TimedTalk::isConnected);
        assertThat(all(TimedTalk::heardAgain)).isEmpty();
        assertThat(all(TimedTalk::failures)).isEmpty();
    }

    private void print(String fault, long since) {
        List<Long> receipts = talks.stream()
                .flatMap(talk -> talk.receipts().stream())
                .sorted()
                .toList();
        Map<String, Long> refusals = all(TimedTalk::refusals).stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        Map<String, Long> notices = new TreeMap<>();
        talks.forEach(talk -> talk.notices().forEach((type, at) -> notices.merge(type, millis(at - since), Math::max)));
        long heard = Stream.of(0, 1, 2, 3)
                .mapToLong(pair -> talks.get(pair / 2).longestWay(talks.get(pair % 2)))
                .max()
                .orElseThrow();
        LOG.warn(
                "{}: {} messages; heard after at most {} ms; RECEIPT p99 {} ms, longest {} ms; refusals {}; first notices after ms {};"
                        + " {} of {} other rooms interrupted, the last live after {} ms",
                fault,
                receipts.size(),
                millis(heard),
                millis(receipts.get(receipts.size() * 99 / 100)),
                millis(receipts.getLast()),
                refusals,
                notices,
                silent.interrupted(),
                ROOMS,
                millis(silent.lastResumed(since) - since));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private List<String> all(Function<TimedTalk, Collection<String>> each) {
        return talks.stream().flatMap(talk -> each.apply(talk).stream()).toList();
    }

    private List<String> stored() throws Exception {
        List<String> ids = new ArrayList<>();
        String before = "";
        JsonNode page;
        do {
            page = api.history(token, room, "limit=200" + before);
            for (JsonNode message : page.path("messages")) {
                ids.add(message.path("clientMessageId").stringValue());
                before = "&before=" + message.path("id").stringValue();
            }
        } while (page.path("hasMore").booleanValue());
        return ids;
    }

    private static void signal(String broker, String name) throws Exception {
        String pid = Long.toString(cluster.pid(broker));
        new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    }
}
