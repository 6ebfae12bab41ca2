package io.damso.simulation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one schedule in a new world: its steps, then the end of all faults, and a minute in which everything must heal.
 * Always the same for the same steps.
 */
final class Run {

    private static final long[] TIMES = {1, 20, 100, 260, 600, 1_100, 2_200, 3_300};
    private static final long[] LONG_TIMES = {5_200, 11_000, 16_000, 31_000, 61_000, 125_000};

    /** Steps of {@link #PAUSE} in which everything must heal: a minute. */
    private static final int PAUSES_TO_HEAL = 24;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2_500);

    private final World world;

    private Run(boolean tracing) {
        this.world = new World(tracing);
    }

    /**
     * Runs a schedule.
     *
     * @return what does not hold; null if everything does
     */
    static @Nullable Violation of(List<Step> steps) {
        return new Run(false).run(steps);
    }

    /** Runs a schedule, and returns what happened, a line each; the violation is the last one. */
    static List<String> trace(List<Step> steps) {
        Run run = new Run(true);
        Violation violation = run.run(steps);
        run.world.trace().add(violation == null ? "Everything holds." : violation.toString());
        return run.world.trace();
    }

    private @Nullable Violation run(List<Step> steps) {
        try {
            world.pass(0);
            for (Step step : steps) {
                world.trace(() -> "- " + step);
                take(step);
                if (world.gateways().stream().anyMatch(each -> each.rooms().memoryLeft() < 0)) {
                    throw new Violation("memory", "More memory is used than the node's feeds may have");
                }
                if (world.violation() != null) {
                    return world.violation();
                }
            }
            heal();
            world.ledger().check(world);
            end();
        } catch (Violation e) {
            world.report(e);
        } catch (RuntimeException e) {
            world.report(new Violation("exception", describe(e)));
        }
        return world.violation();
    }

    private static String describe(RuntimeException e) {
        StackTraceElement[] at = e.getStackTrace();
        return e + (at.length == 0 ? "" : " at " + at[0]);
    }

    private void take(Step step) {
        Gateway gateway = world.gateways().get(step.a() % world.gateways().size());
        Client client = world.clients().get(step.a() % world.clients().size());
        int b = step.b();
        switch (step.kind()) {
            case DELIVER -> world.deliver(step.a(), 1 + b % 4);
            case FLOW -> world.flow();
            case SEND -> client.send(b, b / 2);
            case CONSUME -> world.broker().consume(1 + b % 4);
            case TIME -> world.pass(millis(TIMES, b));
            case LONG_TIME -> world.pass(millis(LONG_TIMES, b));
            case CONNECT ->
                client.connect(world.gateways().get(b % world.gateways().size()));
            case SUBSCRIBE -> client.subscribe(room(b), b / 2);
            case UNSUBSCRIBE -> client.unsubscribe(room(b));
            case SLOW -> client.slow();
            case DROP_LIVE -> gateway.live().drop();
            case DROP_DIGEST -> gateway.digests().drop();
            case LOSE_QUEUE -> gateway.loseQueue();
            case CUT_DURABLE -> gateway.cutDurable(b % 2 == 0);
            case CUT_LIVE -> gateway.cutLive(b % 2 == 0);
            case CUT_BINDINGS -> gateway.cutBindings();
            case OVERTAKE -> overtake(gateway);
            case CRASH_GATEWAY ->
                world.restartGateway(step.a() % world.gateways().size(), b % 2 == 0);
            case PAUSE_GATEWAY -> gateway.pause();
            case CONTINUE_GATEWAY -> gateway.proceed();
            case END_LEASE -> {
                if (gateway.isPaused()) {
                    gateway.endLease();
                }
            }
            default -> takeAtServer(step.kind(), b);
        }
    }

    private void takeAtServer(Step.Kind kind, int b) {
        int process = b % world.persistences().size();
        switch (kind) {
            case REFUSE -> world.broker().next(b % 2 == 0 ? Broker.Outcome.REFUSED : Broker.Outcome.RETURNED);
            case CONSUME_BADLY -> consumeBadly(b);
            case RESTART_PERSISTENCE -> world.restartPersistence(process);
            case SWITCH_CONSUMER -> world.switchConsumer();
            case HANG_PERSISTENCE -> {
                Persistence each = world.persistences().get(process);
                each.setHangs(!each.hangs());
            }
            case STORE_AWAY -> world.store().setAway(true);
            case STORE_BACK -> world.store().setAway(false);
            case HIDE_NEWEST -> world.store().hide(1 + b % 3);
            case RESTART_BROKER -> {
                world.persistences().forEach(Persistence::loseDelivery);
                for (Gateway each : world.gateways()) {
                    each.cutDurable(b % 2 == 0);
                    each.cutLive(false);
                    each.loseQueue();
                    each.cutBindings();
                }
            }
            default -> throw new IllegalArgumentException(kind.toString());
        }
    }

    private static void overtake(Gateway gateway) {
        BrokerChannel channel = gateway.durable();
        if (channel != null) {
            channel.overtake();
        }
    }

    private void consumeBadly(int b) {
        int count = 1 + b / 8 % 4;
        switch (b % 8) {
            case 0, 1, 2 -> world.store().failAfter(b % 8);
            case 3 -> world.store().failCopies();
            case 4, 5 -> {
                Persistence consumer = world.consumer();
                if (consumer != null) {
                    consumer.crashBeforeAck();
                }
            }
            default ->
                // The process hangs just before it inserts; meanwhile another one gets the same messages.
                world.store().beforeInsert(() -> {
                    world.switchConsumer();
                    world.broker().consume(count);
                });
        }
        world.broker().consume(count);
    }

    private static long millis(long[] times, int b) {
        return TimeUnit.MILLISECONDS.toNanos(times[b % times.length]);
    }

    private static String room(int b) {
        return World.ROOMS.get(b % World.ROOMS.size());
    }

    /** All faults end. Clients that left come back, and a last message shows what was lost long ago. */
    private void heal() {
        world.trace(() -> "- all faults end");
        world.store().heal();
        world.broker().next(Broker.Outcome.KEPT);
        world.persistences().forEach(each -> each.setHangs(false));
        world.gateways().forEach(Gateway::proceed);
        world.clients().forEach(Client::read);
        settle(1);
        int next = 0;
        for (Client client : world.clients()) {
            if (client.gateway() == null) {
                client.connect(world.gateways().get(next++ % world.gateways().size()));
            }
            for (String room : World.ROOMS) {
                if (client.hasPosition(room)) {
                    client.subscribe(room, 2);
                }
            }
        }
        settle(5);
        Client last = world.clients().getFirst();
        for (int i = 0; i < World.ROOMS.size(); i++) {
            last.send(i, 0);
        }
        settle(PAUSES_TO_HEAL);
    }

    private void settle(int pauses) {
        for (int i = 0; i < pauses; i++) {
            world.pass(PAUSE);
            if (!world.flow()) {
                throw new Violation("rest", "Something is sent again and again although nothing fails");
            }
        }
    }

    private void end() {
        world.clients().forEach(Client::disconnect);
        world.flow();
        for (Gateway gateway : world.gateways()) {
            long kept = gateway.rooms().close();
            if (kept != 0) {
                throw new Violation("memory", kept + " bytes are not given back by the feeds of " + gateway.name());
            }
        }
    }
}
