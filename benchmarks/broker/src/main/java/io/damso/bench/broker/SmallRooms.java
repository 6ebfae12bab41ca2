package io.damso.bench.broker;

import io.damso.bench.broker.count.Message;
import io.damso.bench.broker.count.Phases;
import io.damso.bench.broker.count.Room;
import io.damso.bench.broker.count.Tally;
import io.damso.bench.broker.gateway.Sizes;
import io.damso.bench.broker.server.Connections;
import io.damso.bench.broker.server.ProcessorTime;
import io.damso.bench.report.Progress;
import io.damso.protocol.BrokerTopology;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many small rooms that send: at a fixed rate, as fast as the machine bears, and in envelopes of fixed sizes. */
final class SmallRooms {

    private static final List<Integer> ENVELOPE_SIZES = List.of(1, 5, 20);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(2);
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private final BrokerBenchOptions options;
    private final @Nullable Long pid;
    private final Progress progress;
    private final Results results;
    private final Phases phases = new Phases();
    private final List<Room> rooms;
    private volatile boolean open;

    /** Creates the measurement of a broker whose process is known or not. */
    SmallRooms(BrokerBenchOptions options, @Nullable Long pid, Progress progress, Results results) {
        this.options = options;
        this.pid = pid;
        this.progress = progress;
        this.results = results;
        this.rooms = Room.spread(options.rooms(), Fleet.GATEWAYS);
    }

    void run(Connections connections) {
        try (Fleet fleet = new Fleet(connections, phases)) {
            fleet.gateways().forEach(gateway -> {
                gateway.bind(gateway.ownRooms(rooms));
                gateway.subscribe();
            });
            atRate(fleet);
            eachRoomAtOnce(fleet);
            for (int size : ENVELOPE_SIZES) {
                envelopesOf(size, fleet);
            }
        }
    }

    private void atRate(Fleet fleet) {
        fleet.publishIn(Sizes.AS_THEY_COME, kept -> {});
        measure(Section.SMALL_ROOMS, String.format(Locale.ROOT, "%,d/s", options.rate()), () -> {
            FixedRate rate = new FixedRate(options.rate(), (number, dueAt) -> {
                Room room = rooms.get(number % rooms.size());
                // The members of a room take turns.
                fleet.send(room, number / rooms.size() % 2 == 0 ? room.first() : room.second(), dueAt);
            });
            return rate::close;
        });
    }

    private void eachRoomAtOnce(Fleet fleet) {
        fleet.publishIn(Sizes.AS_THEY_COME, again(fleet));
        measure(Section.SMALL_ROOMS, "each room sends when its last message is kept", () -> {
            open = true;
            rooms.forEach(room -> fleet.send(room, room.first(), System.nanoTime()));
            return () -> open = false;
        });
    }

    private void envelopesOf(int size, Fleet fleet) {
        fleet.publishIn(Sizes.exactly(size), again(fleet));
        measure(Section.ENVELOPES, size == 1 ? "1 message" : size + " messages", () -> {
            open = true;
            for (int gateway = 0; gateway < Fleet.GATEWAYS; gateway++) {
                fillEnvelopes(size, gateway, fleet);
            }
            return () -> open = false;
        });
    }

    /** Fills the envelopes that each partition of a gateway may have in flight, from its rooms in turn. */
    private void fillEnvelopes(int size, int gateway, Fleet fleet) {
        List<Room> own = fleet.gateway(gateway).ownRooms(rooms);
        for (int partition = 0; partition < BrokerTopology.PARTITIONS; partition++) {
            int wanted = partition;
            List<Room> leg =
                    own.stream().filter(room -> room.partition() == wanted).toList();
            for (int i = 0; !leg.isEmpty() && i < Sizes.IN_FLIGHT * size; i++) {
                fleet.send(leg.get(i % leg.size()), gateway, System.nanoTime());
            }
        }
    }

    /** Sends the same again, whole envelopes only, so that those of a fixed size stay full. */
    private Consumer<List<Message>> again(Fleet fleet) {
        return kept -> {
            if (open) {
                long now = System.nanoTime();
                kept.forEach(message -> fleet.send(message.room(), message.sender(), now));
            }
        };
    }

    /**
     * Measures from an idle broker until all messages have arrived: deliveries may lag behind confirms, and their cost
     * belongs to their messages.
     *
     * @param load begins to send, and returns what ends it
     */
    private void measure(Section section, String name, Supplier<Runnable> load) {
        Duration duration = options.duration();
        apply(load, duration.compareTo(LONGEST_WARM_UP) < 0 ? duration : LONGEST_WARM_UP);
        ProcessorTime broker = new ProcessorTime(pid);
        ProcessorTime client = ProcessorTime.ownJvm();
        Tally tally = phases.next();
        double seconds = apply(load, duration);
        Map<Figure, Double> figures = figures(tally, seconds, section == Section.SMALL_ROOMS);
        double messages = Math.max(1, tally.keptMessages());
        broker.seconds().ifPresent(used -> {
            figures.put(Figure.BROKER_MICROS, used / messages * MICROS);
            figures.put(Figure.BROKER_CORES, used / seconds);
        });
        client.seconds().ifPresent(used -> figures.put(Figure.CLIENT_MICROS, used / messages * MICROS));
        results.add(section, name, figures);
        progress.say("  %s: %,.0f messages/s", name, tally.keptMessages() / seconds);
    }

    /** Returns the seconds until every message has an outcome. */
    private double apply(Supplier<Runnable> load, Duration duration) {
        Tally tally = phases.current();
        long start = System.nanoTime();
        Runnable end = load.get();
        Pause.of(duration);
        end.run();
        Pause.until(tally::isSettled, LONGEST_REST);
        double seconds = (System.nanoTime() - start) / NANOS;
        Pause.until(tally::isComplete, LONGEST_REST);
        return seconds;
    }

    private static Map<Figure, Double> figures(Tally tally, double seconds, boolean withLatencies) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.MESSAGES_PER_SECOND, tally.keptMessages() / seconds);
        figures.put(Figure.ENVELOPE_SIZE, tally.envelopeSize());
        figures.put(Figure.REFUSED, (double) tally.refusedMessages());
        figures.put(Figure.LOST, (double) Math.max(0, tally.missing()));
        if (withLatencies) {
            figures.put(Figure.CONFIRM_P50, tally.confirms().p50());
            figures.put(Figure.CONFIRM_P99, tally.confirms().p99());
            figures.put(Figure.CONFIRM_MAX, tally.confirms().max());
            figures.put(Figure.DELIVERY_P50, tally.deliveries().p50());
            figures.put(Figure.DELIVERY_P99, tally.deliveries().p99());
        }
        return figures;
    }
}
