package io.damso.reliability.scenario;

import io.damso.client.RefusedException;
import io.damso.reliability.check.Check;
import io.damso.reliability.check.Verdict;
import io.damso.reliability.cluster.ChaosException;
import io.damso.reliability.cluster.DamsoCluster;
import io.damso.reliability.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One run: clients connect and send, the scenario breaks and mends, everything arrives, and the history is judged. Not
 * thread-safe.
 */
public final class ScenarioRun {

    private static final double QUIET_SECONDS = 3;
    private static final Duration READY = Duration.ofMinutes(3);

    /** A digest shows within 30 s what was lost with nothing behind it; the rest is for busy machines. */
    private static final Duration SETTLED = Duration.ofSeconds(90);

    private final DamsoCluster cluster;
    private final Load load;
    private final Consumer<String> progress;
    private String waitsFor = "";

    /**
     * Creates runs on a cluster.
     *
     * @param progress gets a line for each step
     */
    public ScenarioRun(DamsoCluster cluster, Load load, Consumer<String> progress) {
        this.cluster = cluster;
        this.load = load;
        this.progress = progress;
    }

    /**
     * Runs a scenario and judges it. The cluster is as before then.
     *
     * @param file where the history is written
     * @throws ChaosException if it cannot be run; nothing is proven then
     */
    public Verdict run(Scenario scenario, Path file) throws InterruptedException {
        waitsFor = "";
        Waiting.require("all processes to be ready", READY, cluster::isReady);
        try {
            scenario.prepare(cluster);
            Waiting.require("all processes to be ready", READY, cluster::isReady);
            write(scenario, file);
        } finally {
            scenario.restore(cluster);
        }
        try {
            return Check.judge(file);
        } catch (IOException e) {
            throw new ChaosException("Cannot read " + file + ": " + e, e);
        }
    }

    private void write(Scenario scenario, Path file) throws InterruptedException {
        try (History history = new History(file)) {
            history.add(
                    "run",
                    "scenario",
                    scenario.name(),
                    "summary",
                    scenario.summary(),
                    "began",
                    Instant.now().toString(),
                    "clients",
                    load.clients(),
                    "mayClose",
                    scenario.allows().closes(),
                    "liveWithin",
                    scenario.allows().liveWithin(),
                    "storedWithin",
                    scenario.allows().storedWithin());
            long deadLetters = cluster.deadLetters();
            try (Fleet fleet = new Fleet(cluster, load, history);
                    StoreWatch watch = watch(scenario, fleet, history)) {
                Stage stage = new Stage(cluster, fleet, history, progress);
                Waiting.require("all clients to be live", SETTLED, fleet::allLive);
                fleet.startWriting();
                stage.hold(QUIET_SECONDS);
                scenario.run(stage);
                settle(stage, fleet);
                Duration limit =
                        SETTLED.plusSeconds(Math.round(scenario.allows().storedWithin()));
                await(
                        "all that is acknowledged to be stored",
                        limit,
                        () -> stored(fleet, watch) >= fleet.acknowledged());
                await("all to hear everything", SETTLED, () -> fleet.allHeard(fleet.stored()));
                tellStored(fleet, history);
                tellDeadLetters(deadLetters, history);
            } catch (IOException | RefusedException e) {
                throw new ChaosException("The cluster does not answer: " + e, e);
            }
            history.add("end", "complete", waitsFor.isEmpty(), "waitsFor", waitsFor);
        }
    }

    /** Everything must arrive by itself now. What does not is for the checker. */
    private void settle(Stage stage, Fleet fleet) throws InterruptedException {
        await("all processes to be ready", READY, cluster::isReady);
        await("all clients to be live", SETTLED, fleet::allLive);
        stage.hold(QUIET_SECONDS);
        fleet.stopWriting();
        await("all messages to be acknowledged", SETTLED, fleet::allAcknowledged);
        if (!waitsFor.isEmpty()) {
            progress.accept("not live: " + fleet.trouble());
        }
    }

    private @Nullable StoreWatch watch(Scenario scenario, Fleet fleet, History history) {
        return scenario.allows().storedWithin() == 0
                ? null
                : new StoreWatch(cluster.persistenceAddresses(), fleet.tokens(), history);
    }

    private static int stored(Fleet fleet, @Nullable StoreWatch watch) throws IOException, InterruptedException {
        return watch != null
                ? watch.found()
                : fleet.stored().values().stream().mapToInt(List::size).sum();
    }

    private void tellDeadLetters(long before, History history) throws InterruptedException {
        await("the dead letters to be counted", SETTLED, () -> {
            history.add("dead-letters", "count", cluster.deadLetters() - before);
            return true;
        });
    }

    private void await(String what, Duration limit, Waiting.Condition condition) throws InterruptedException {
        if (!Waiting.until(limit, condition)) {
            waitsFor += (waitsFor.isEmpty() ? "" : ", ") + what;
            progress.accept("not within " + limit.toSeconds() + " s: " + what);
        }
    }

    private static void tellStored(Fleet fleet, History history) throws IOException, InterruptedException {
        for (Map.Entry<String, List<JsonNode>> room : fleet.stored().entrySet()) {
            for (JsonNode message : room.getValue()) {
                history.add(
                        "stored",
                        "room",
                        room.getKey(),
                        "seq",
                        message.path("seq").asLong(0),
                        "message",
                        RoomHistory.name(message),
                        "id",
                        RoomHistory.id(message));
            }
        }
    }
}
