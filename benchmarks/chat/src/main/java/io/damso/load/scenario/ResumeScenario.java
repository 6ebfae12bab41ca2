package io.damso.load.scenario;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import io.damso.load.peer.Peers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Measures what it costs a server that a client resumes after missed messages, and the first subscription of a room. */
public final class ResumeScenario extends ChatScenario {

    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** Creates the scenario. */
    public ResumeScenario() {
        super(
                "resume",
                Set.of(),
                Option.number("--clients", 500, 10, 5_000),
                Option.number("--missed", 100, 1, 1_000),
                Option.number("--rooms", 10, 1, 1_000),
                Option.number("--rounds", 3, 1, 50),
                Option.number("--rate", 500, 1, 100_000));
    }

    @Override
    List<String> usualPeers() {
        return List.of("damso");
    }

    @Override
    Trial trial(Arguments arguments) {
        if (!arguments.peers(Peers.names(), usualPeers()).equals(usualPeers())) {
            throw new InvalidOptionException("--peer: only damso has positions to resume from");
        }
        if (arguments.number("--rooms") > arguments.number("--clients")) {
            throw new InvalidOptionException("--rooms must not exceed --clients");
        }
        return new ResumeTrial(arguments, SETTLE);
    }
}
