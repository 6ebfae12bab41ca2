package io.damso.reliability;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.scenario.OptionParser;
import io.damso.reliability.scenario.RandomFaults;
import io.damso.reliability.scenario.Scenario;
import io.damso.reliability.scenario.Scenarios;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The command line of {@code ./damso chaos}.
 *
 * @param scenarios what to run, in this order
 * @param clients number of clients, 2 to 1000
 * @param json file for the ledgers; null for none
 * @param docs whether the table goes into docs/reliability.md
 */
record ChaosOptions(
        List<Scenario> scenarios, int clients, @Nullable Path json, boolean docs) {

    private static final String ALL = "all";
    private static final String RANDOM = "random";

    /** The names of all scenarios, in their order. */
    static final List<String> NAMES = Stream.concat(Scenarios.all().stream().map(Scenario::name), Stream.of(RANDOM))
            .toList();

    private static final int MOST_CLIENTS = 1_000;
    private static final int RANDOM_SECONDS = 600;
    private static final int MOST_SECONDS = 86_400;
    private static final int MOST_SEEDS = 1_000_000;

    /**
     * Parses the command line.
     *
     * @throws InvalidOptionException if something is unknown or unusable; the message is for the user
     */
    static ChaosOptions parse(List<String> given) {
        CommandSpec spec = CommandSpec.create().name("chaos");
        spec.addPositional(PositionalParamSpec.builder()
                .type(String[].class)
                .arity("0..*")
                .paramLabel("SCENARIO")
                .build());
        number(spec, "--seconds", null);
        number(spec, "--clients", "40");
        number(spec, "--seed", Integer.toString(ThreadLocalRandom.current().nextInt(MOST_SEEDS)));
        spec.addOption(
                OptionSpec.builder("--docs").type(boolean.class).arity("0").build());
        spec.addOption(OptionSpec.builder("--json")
                .type(Path.class)
                .arity("1")
                .paramLabel("FILE")
                .converters(new OptionParser.WritableFile())
                .build());
        OptionParser.parse(spec, given);
        boolean timed = spec.findOption("--seconds").getValue() != null;
        int seconds = timed ? value(spec, "--seconds", 1, MOST_SECONDS) : RANDOM_SECONDS;
        List<Scenario> known = new ArrayList<>(timed ? Scenarios.all(seconds) : Scenarios.all());
        known.add(new RandomFaults(value(spec, "--seed", 0, Integer.MAX_VALUE), seconds));
        String @Nullable [] names = spec.positionalParameters().getFirst().getValue();
        Path json = spec.findOption("--json").getValue();
        return new ChaosOptions(
                scenarios(names == null || names.length == 0 ? List.of(ALL) : List.of(names), known),
                value(spec, "--clients", 2, MOST_CLIENTS),
                json,
                Boolean.TRUE.equals(spec.findOption("--docs").getValue()));
    }

    private static void number(CommandSpec spec, String name, @Nullable String standard) {
        spec.addOption(OptionSpec.builder(name)
                .type(Integer.class)
                .arity("1")
                .paramLabel("N")
                .defaultValue(standard)
                .build());
    }

    private static int value(CommandSpec spec, String name, int least, int most) {
        int value = spec.findOption(name).getValue();
        if (value < least || value > most) {
            throw new InvalidOptionException(
                    name + " takes a number from " + least + " to " + most + ", not '" + value + "'");
        }
        return value;
    }

    private static List<Scenario> scenarios(List<String> names, List<Scenario> known) {
        List<Scenario> wanted = new ArrayList<>();
        for (String name : names) {
            List<Scenario> found = known.stream()
                    .filter(scenario -> name.equals(ALL) || scenario.name().equals(name))
                    .toList();
            if (found.isEmpty()) {
                throw new InvalidOptionException(
                        "No scenario '" + name + "'; there is: " + ALL + ", " + String.join(", ", NAMES));
            }
            wanted.addAll(found);
        }
        return wanted.stream().distinct().toList();
    }
}
