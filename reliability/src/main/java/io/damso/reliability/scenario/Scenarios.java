package io.damso.reliability.scenario;

import static io.damso.reliability.cluster.ClusterSize.THREE_BROKERS;
import static io.damso.reliability.cluster.ClusterSize.TWO_PERSISTENCES;
import static io.damso.reliability.scenario.Allowance.DRAIN;
import static io.damso.reliability.scenario.Allowance.EVERYTHING;
import static io.damso.reliability.scenario.Allowance.NOTHING;
import static io.damso.reliability.scenario.Allowance.OPEN_SOCKETS;

import io.damso.reliability.cluster.ChaosException;
import io.damso.reliability.cluster.DamsoCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All scenarios but the random one, in the order of {@code ./damso chaos all}. */
public final class Scenarios {

    private static final String GATEWAY = "gateway-1";
    private static final String PERSISTENCE = "persistence-1";
    private static final String STORE = "store";
    private static final String BROKER = "rabbitmq-1";
    private static final String NGINX = "nginx";

    /** Seconds that a killed process is away before it is started again. */
    private static final double AWAY = 5;

    private static final double PAUSED = 25;
    private static final double ALARM = 15;

    /** Longer than it may take until another instance stores, so that a return of this one does not pass for it. */
    private static final double KILLED_INSTANCE = 20;

    private static final double PAUSED_INSTANCE = 45;

    /** Seconds until another instance stores; 3 after a kill and 15 after a hang are usual, and machines may be busy. */
    private static final double TAKEN_OVER = 15;

    private static final double TAKEN_OVER_FROM_PAUSED = 30;

    private static final Duration REJOINED = Duration.ofMinutes(2);

    private static final List<Scenario> ALL = List.of(
            Steps.of("kill-gateway", "kill -9 of one of two gateways", EVERYTHING, stage -> stage.kill(GATEWAY, AWAY)),
            Steps.of("drain-gateway", "SIGTERM to one of two gateways", DRAIN, Scenarios::drain),
            Steps.of(
                    "pause-gateway",
                    "SIGSTOP of one of two gateways for 25 s",
                    EVERYTHING,
                    stage -> stage.pause(GATEWAY, PAUSED)),
            Steps.of(
                    "kill-persistence",
                    "kill -9 of persistence in mid-batch, three times",
                    NOTHING,
                    Scenarios::killPersistence),
            new Steps(
                    "kill-persistence-of-two",
                    "kill -9 of each of two instances of persistence, for 20 s",
                    NOTHING.withStoring(TAKEN_OVER),
                    TWO_PERSISTENCES,
                    Scenarios::killPersistences),
            new Steps(
                    "pause-persistence-of-two",
                    "SIGSTOP of each of two instances of persistence for 45 s",
                    NOTHING.withStoring(TAKEN_OVER_FROM_PAUSED),
                    TWO_PERSISTENCES,
                    Scenarios::pausePersistences),
            Steps.of("kill-store", "kill -9 of the embedded store", NOTHING, stage -> stage.kill(STORE, AWAY)),
            new LostPageCache(),
            new StoreAway(StoreAway.SECONDS),
            Steps.of("kill-rabbitmq", "kill -9 of the only broker", OPEN_SOCKETS, stage -> stage.kill(BROKER, AWAY)),
            Steps.of("memory-alarm", "memory alarm of the broker for 15 s", OPEN_SOCKETS, Scenarios::memoryAlarm),
            Steps.of("disk-alarm", "disk alarm of the broker for 15 s", OPEN_SOCKETS, Scenarios::diskAlarm),
            Steps.of("nginx-reload", "NGINX reads its configuration again, three times", NOTHING, Scenarios::reload),
            Steps.of("nginx-kill", "kill -9 of NGINX and its workers", EVERYTHING, stage -> stage.kill(NGINX, AWAY)),
            Steps.of("kill-all-gateways", "kill -9 of all gateways at once", EVERYTHING, Scenarios::killAllGateways),
            Steps.of(
                    "kill-everything",
                    "kill -9 of all processes of the machine at once",
                    EVERYTHING,
                    Scenarios::killEverything),
            CutPath.relay("cut-relay"),
            CutPath.amqp("cut-amqp"),
            Steps.of(
                    "member-removed",
                    "a member of each room is removed while sending",
                    NOTHING,
                    Scenarios::removeMembers),
            Steps.of(
                    "queue-overflow",
                    "the queue of a paused gateway drops its oldest messages",
                    EVERYTHING,
                    Scenarios::overflow),
            new WrongClock("clock-ahead", "+5s", "the clock of one gateway is 5 s ahead"),
            new WrongClock("clock-behind", "-5s", "the clock of one gateway is 5 s behind"),
            new Steps(
                    "kill-broker",
                    "kill -9 of each of three brokers",
                    OPEN_SOCKETS,
                    THREE_BROKERS,
                    Scenarios::killBrokers),
            new Steps(
                    "pause-broker",
                    "SIGSTOP of each of three brokers for 25 s",
                    OPEN_SOCKETS,
                    THREE_BROKERS,
                    Scenarios::pauseBrokers));

    private Scenarios() {}

    /** Returns the scenarios. */
    public static List<Scenario> all() {
        return ALL;
    }

    /**
     * Returns the scenarios.
     *
     * @param storeAwaySeconds for how long the store is away in {@code store-away}
     */
    public static List<Scenario> all(int storeAwaySeconds) {
        return ALL.stream()
                .map(scenario -> scenario instanceof StoreAway ? new StoreAway(storeAwaySeconds) : scenario)
                .toList();
    }

    private static void drain(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        stage.fault(
                "SIGTERM to " + GATEWAY,
                () -> cluster.damso("stop", GATEWAY),
                2,
                () -> cluster.damso("start", GATEWAY));
    }

    /** A batch is on its way nearly always when many write. */
    private static void killPersistence(Stage stage) throws InterruptedException {
        stage.fleet().writeMore(200, 0);
        for (int i = 0; i < 3; i++) {
            stage.hold(1.3 + i * 0.37);
            stage.kill(PERSISTENCE, 2);
        }
    }

    /** Whichever of them stores, it is away once. */
    private static void killPersistences(Stage stage) throws InterruptedException {
        for (String name : stage.cluster().persistences()) {
            stage.kill(name, KILLED_INSTANCE);
            stage.hold(AWAY);
        }
    }

    private static void pausePersistences(Stage stage) throws InterruptedException {
        for (String name : stage.cluster().persistences()) {
            stage.pause(name, PAUSED_INSTANCE);
            Waiting.require(name + " to be ready again", REJOINED, stage.cluster()::isReady);
            stage.hold(AWAY);
        }
    }

    private static void memoryAlarm(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        stage.fault(
                "memory alarm of " + BROKER,
                () -> cluster.broker(BROKER, "set_vm_memory_high_watermark", "0.000001"),
                ALARM,
                () -> cluster.broker(BROKER, "set_vm_memory_high_watermark", "0.4"));
    }

    private static void diskAlarm(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        stage.fault(
                "disk alarm of " + BROKER,
                () -> cluster.broker(BROKER, "set_disk_free_limit", "1000000GB"),
                ALARM,
                () -> cluster.broker(BROKER, "set_disk_free_limit", "50MB"));
    }

    private static void reload(Stage stage) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            stage.fault("reload " + NGINX, stage.cluster()::reloadNginx, 3, () -> {});
        }
    }

    private static void killAllGateways(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        stage.fault("kill -9 of all gateways", () -> cluster.kill(cluster.gateways()), 2, () -> cluster.damso("up"));
    }

    private static void killEverything(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        List<String> names = new ArrayList<>(cluster.names());
        names.add("epmd"); // of the broker
        stage.fault("kill -9 of " + names, () -> cluster.kill(names), 2, () -> cluster.damso("up"));
    }

    private static void removeMembers(Stage stage) throws InterruptedException {
        stage.fleet().writeMore(200, 0);
        stage.hold(2);
        stage.fault(
                "a member of each room is removed",
                () -> {
                    try {
                        stage.fleet().removeOneOfEachRoom();
                    } catch (IOException e) {
                        throw new ChaosException("Cannot remove a member: " + e, e);
                    }
                },
                AWAY,
                () -> {});
    }

    /** The listeners stay on the paused gateway. Its queue holds 20 envelopes then, beside what is in the buffers of TCP. */
    private static void overflow(Stage stage) throws InterruptedException {
        DamsoCluster cluster = stage.cluster();
        cluster.broker(
                BROKER,
                "set_policy",
                "-p",
                "damso",
                "--apply-to",
                "queues",
                "--priority",
                "1",
                "chaos-overflow",
                "^damso\\.gateway\\..+\\.queue\\.",
                "{\"max-length\":20,\"overflow\":\"drop-head\",\"message-ttl\":60000,\"expires\":60000}");
        try {
            stage.fleet().writeMore(200, 3_500);
            stage.pause(GATEWAY, 20);
            stage.fleet().startWriting();
        } finally {
            cluster.broker(BROKER, "clear_policy", "-p", "damso", "chaos-overflow");
        }
    }

    private static void killBrokers(Stage stage) throws InterruptedException {
        for (String name : stage.cluster().brokers()) {
            requireDispensable(stage, name);
            stage.kill(name, AWAY);
            stage.hold(AWAY);
        }
    }

    /** Brokers that took one that hung for down share no metadata with it, until one side has restarted itself. */
    private static void pauseBrokers(Stage stage) throws InterruptedException {
        for (String name : stage.cluster().brokers()) {
            requireDispensable(stage, name);
            stage.pause(name, PAUSED);
            stage.hold(2 * AWAY);
        }
    }

    /** The broker that was broken before must have caught up: two of three at once are not promised. */
    private static void requireDispensable(Stage stage, String broker) throws InterruptedException {
        Waiting.require("all brokers to be in the cluster again", REJOINED, () -> {
            stage.cluster().requireDispensable(broker);
            return stage.cluster().isReady();
        });
    }
}
