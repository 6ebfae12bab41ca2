package io.damso.load.scenario;

import io.damso.load.options.Arguments;
import io.damso.load.options.Option;
import java.util.Set;

/** Kills nodes under load, and measures how soon their clients are connected again, and what they miss. */
public final class StormScenario extends ChatScenario {

    /** Creates the scenario. */
    public StormScenario() {
        super(
                "storm",
                Set.of(Storm.PAST_NGINX),
                Option.number("--clients", 5_000, 100, 25_000),
                Option.number("--rooms", 50, 1, 5_000),
                Option.number("--rate", 50, 1, 100_000),
                Option.number("--seconds", 40, 15, 600),
                Option.choices(Storm.KILL, Storm.ONE, Storm.BOTH));
    }

    @Override
    Trial trial(Arguments arguments) {
        return new Storm(arguments);
    }
}
