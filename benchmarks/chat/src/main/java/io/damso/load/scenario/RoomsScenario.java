package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Peers;
import io.damso.load.peer.Stored;
import io.damso.load.report.Metric;
import io.damso.load.report.Outcome;
import io.damso.load.run.Confirmations;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures many small rooms in which all members send. At the end, checks that every message is stored. */
public final class RoomsScenario extends ChatScenario {

    private static final Metric NOT_STORED = new Metric("not stored", 0);
    private static final Metric NOT_CONFIRMED = new Metric("not confirmed", 0);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    /** Creates the scenario. */
    public RoomsScenario() {
        super(
                "rooms",
                Set.of(),
                Option.numbers("--rooms", "100,1000", 1, 5_000),
                Option.number("--members", 2, 1, 100),
                Option.numbers("--gateways", "1,2", 1, 8),
                Option.numbers("--rate", "1000,4000", 1, 100_000));
    }

    @Override
    List<String> usualPeers() {
        return Peers.names();
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Rooms(arguments, new LoadGrid(arguments, "--rooms", "%,d rooms x " + arguments.number("--members")));
    }

    private record Rooms(Arguments arguments, LoadGrid grid) implements Trial {

        @Override
        public List<Case> cases() {
            return grid.cases();
        }

        @Override
        public List<Metric> metrics() {
            return Stream.concat(FixedRate.metrics().stream(), Stream.of(NOT_CONFIRMED, NOT_STORED))
                    .toList();
        }

        @Override
        public Metric drawn() {
            return FixedRate.MESSAGES_PER_CPU;
        }

        @Override
        public String settings() {
            return String.format(
                    Locale.ROOT,
                    "All members send, texts of %,d bytes, %d s after a warm-up of %d s, its first half at a quarter of "
                            + "the rate. "
                            + "\"Not stored\": messages that are not in the history after at most 30 s more; only for "
                            + "peers that store messages. \"Not confirmed\": messages without an acknowledgement; only "
                            + "for peers whose senders request one.",
                    arguments.number("--bytes"),
                    arguments.number("--seconds"),
                    arguments.number("--warmup"));
        }

        @Override
        public Outcome run(Case setting, Peer peer, Progress progress) throws InterruptedException {
            LoadGrid.Load load = grid.of(setting);
            return FixedRate.reduced(
                    load.rate(),
                    peer.name(),
                    progress,
                    (rate, last) -> attempt(load.size(), rate, last, peer, progress));
        }

        private Optional<Outcome> attempt(int rooms, double rate, boolean last, Peer peer, Progress progress)
                throws InterruptedException {
            int members = arguments.number("--members");
            LoadPlan plan =
                    new LoadPlan(rooms, members, members, arguments.number("--bytes"), arguments.number("--threads"));
            try (LoadClients clients = new LoadClients(peer, plan, progress)) {
                Confirmations confirmations = new Confirmations();
                clients.connect(confirmations);
                if (!FixedRate.warmUp(rate, arguments.number("--warmup"), clients)
                                .keptUp()
                        && !last) {
                    return Optional.empty();
                }
                Step step = clients.step(rate, 1, arguments.number("--seconds"));
                Outcome outcome = FixedRate.outcome(step, clients);
                long sent = clients.participants().sent();
                if (peer.confirmsMessages()) {
                    confirmations.await(sent);
                    outcome.with(NOT_CONFIRMED, sent - confirmations.confirmed());
                }
                confirmations.describeRefused().ifPresent(outcome::remark);
                if (peer instanceof Stored store) {
                    outcome.with(NOT_STORED, notStored(store, clients)).remark(store.durability());
                }
                return Optional.of(outcome);
            }
        }

        private static long notStored(Stored store, LoadClients clients) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE;
            long missing = 0;
            for (int room = 0; room < clients.participants().rooms().size(); room++) {
                long sent = clients.participants().sent(room);
                long stored = store.stored(clients.participants().rooms().get(room));
                while (stored < sent && System.nanoTime() - end < 0) {
                    TimeUnit.MILLISECONDS.sleep(100);
                    stored = store.stored(clients.participants().rooms().get(room));
                }
                missing += Math.abs(sent - stored);
            }
            return missing;
        }
    }
}
