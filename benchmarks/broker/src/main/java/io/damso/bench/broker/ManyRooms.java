package io.damso.bench.broker;

import io.damso.bench.broker.count.Phases;
import io.damso.bench.broker.count.Room;
import io.damso.bench.broker.count.Tally;
import io.damso.bench.broker.gateway.Gateway;
import io.damso.bench.broker.gateway.Sizes;
import io.damso.bench.broker.server.VirtualHost;
import io.damso.bench.report.Progress;
import io.damso.bench.report.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many rooms on one of the gateways: what they cost, and what the others notice when it dies. Each room has its second
 * member on one of the other gateways, which send all the time.
 */
final class ManyRooms {

    /** Far below what the broker bears, so that a long confirm has another reason; still one each 3 ms. */
    private static final int RATE = 300;

    private static final int VICTIM = 0;
    private static final int OTHERS = Fleet.GATEWAYS - 1;
    private static final int LOST_CONNECTIONS = 5;
    private static final Duration AFTERMATH = Duration.ofMillis(500);
    private static final Duration LONGEST_CONFIRM = Duration.ofSeconds(60);
    private static final double KILOBYTE = 1000;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final BrokerBenchOptions options;
    private final Progress progress;
    private final Phases phases = new Phases();
    private final List<Room> rooms;
    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);

    ManyRooms(BrokerBenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.rooms = Room.create(options.nodeRooms(), i -> VICTIM, i -> VICTIM + 1 + i % OTHERS);
    }

    void run(VirtualHost host, Results results) throws InterruptedException {
        try (Fleet fleet = new Fleet(host.connections(), phases)) {
            bind(fleet, host);
            fleet.gateways().forEach(Gateway::subscribe);
            subscribeAgain(fleet.gateway(VICTIM));
            fleet.publishIn(Sizes.AS_THEY_COME, kept -> {});
            FixedRate rate = new FixedRate(RATE, (number, dueAt) -> {
                Room room = rooms.get(number % rooms.size());
                fleet.send(room, room.second(), dueAt);
            });
            try (rate) {
                die(fleet.gateway(VICTIM));
            }
        }
        results.add(Section.MANY_ROOMS, String.format(Locale.ROOT, "%,d rooms", rooms.size()), figures);
    }

    private void bind(Fleet fleet, VirtualHost host) throws InterruptedException {
        Gateway victim = fleet.gateway(VICTIM);
        long before = host.memory().bytes();
        long start = System.nanoTime();
        victim.bind(victim.ownRooms(rooms));
        double seconds = (System.nanoTime() - start) / NANOS;
        figures.put(Figure.BINDINGS_PER_SECOND, rooms.size() / seconds);
        figures.put(Figure.MEMORY_KB, (host.memory().bytes() - before) / KILOBYTE / rooms.size());
        progress.say("  %,d rooms bound in %.1f s", rooms.size(), seconds);
        fleet.gateways().stream()
                .filter(gateway -> gateway != victim)
                .forEach(gateway -> gateway.bind(gateway.ownRooms(rooms)));
    }

    private void subscribeAgain(Gateway gateway) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < LOST_CONNECTIONS; i++) {
            gateway.loseQueue();
            long lostAt = System.nanoTime();
            gateway.subscribe();
            millis.add((System.nanoTime() - lostAt) / NANOS_PER_MILLI);
        }
        figures.put(Figure.SUBSCRIBED_AGAIN, Spread.of(millis).median());
    }

    private void die(Gateway victim) {
        Pause.of(options.duration()); // warm-up
        Tally quiet = phases.next();
        Pause.of(options.duration());
        Tally lost = phases.next();
        victim.die();
        Pause.of(options.duration());
        Tally removed = phases.next();
        long start = System.nanoTime();
        victim.removeExchanges();
        figures.put(Figure.REMOVAL_SECONDS, (System.nanoTime() - start) / NANOS);
        Pause.of(AFTERMATH);
        phases.next();
        note(Figure.LONGEST_QUIET, quiet);
        note(Figure.LONGEST_LOST, lost);
        note(Figure.LONGEST_REMOVED, removed);
        figures.put(Figure.REFUSED, (double)
                (quiet.refusedMessages() + lost.refusedMessages() + removed.refusedMessages()));
    }

    private void note(Figure figure, Tally phase) {
        Pause.until(phase::isSettled, LONGEST_CONFIRM);
        figures.put(figure, phase.confirms().max());
        progress.say("  %s: %.0f", figure.heading(), phase.confirms().max());
    }
}
