package io.damso.load.options;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.scenario.OptionParser;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line of one scenario: the common options of all chat benchmarks, and the scenario's own. */
public final class Arguments {

    private static final String PEER = "--peer";
    private static final String JSON = "--json";
    private static final List<Option> COMMON = List.of(
            Option.number("--runs", 1, 1, 50),
            Option.number("--bytes", 200, 64, 8_000),
            Option.number("--warmup", 5, 1, 600),
            Option.number("--seconds", 8, 1, 3_600),
            Option.number("--threads", 1, 1, 16));

    private final CommandSpec spec;

    /**
     * Parses the command line.
     *
     * @param own options of the scenario; an option with the name of a common one replaces it
     * @param ownFlags options of the scenario without a value
     * @throws InvalidOptionException if an option is unknown or unusable
     */
    public Arguments(String scenario, List<Option> own, Set<String> ownFlags, List<String> given) {
        spec = CommandSpec.create().name("bench " + scenario);
        Map<String, Option> numbers = new HashMap<>();
        COMMON.forEach(option -> numbers.put(option.name(), option));
        own.forEach(option -> numbers.put(option.name(), option));
        numbers.values().forEach(option -> spec.addOption(option.spec()));
        ownFlags.forEach(name -> spec.addOption(flagSpec(name)));
        spec.addOption(flagSpec("--docs"));
        spec.addOption(OptionSpec.builder(PEER)
                .type(String[].class)
                .arity("1")
                .splitRegex(OptionParser.COMMA)
                .paramLabel("NAME")
                .build());
        spec.addOption(OptionSpec.builder(JSON)
                .type(Path.class)
                .arity("1")
                .paramLabel("FILE")
                .converters(new OptionParser.WritableFile())
                .build());
        OptionParser.parse(spec, given);
    }

    private static OptionSpec flagSpec(String name) {
        return OptionSpec.builder(name).type(boolean.class).arity("0").build();
    }

    /** Returns the value of an option with one number. */
    public int number(String name) {
        return numbers(name).getFirst();
    }

    /** Returns the values of an option with several numbers. */
    public List<Integer> numbers(String name) {
        OptionSpec option = spec.findOption(name);
        if (option == null) {
            throw new IllegalArgumentException("No option " + name);
        }
        return option.getValue();
    }

    /** Returns the words of an option with choices, each once. */
    public List<String> choices(String name) {
        OptionSpec option = spec.findOption(name);
        if (option == null) {
            throw new IllegalArgumentException("No option " + name);
        }
        return option.getValue();
    }

    /** Returns whether an option without a value was given. */
    public boolean flag(String name) {
        OptionSpec option = spec.findOption(name);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }

    /**
     * Returns the peers to measure, in the order of the command line.
     *
     * @param known names of all peers
     * @param usual the result without {@code --peer}
     * @throws InvalidOptionException if a peer is unknown
     */
    public List<String> peers(List<String> known, List<String> usual) {
        String @Nullable [] given = spec.findOption(PEER).getValue();
        List<String> wanted =
                given == null ? usual : List.of(given).stream().distinct().toList();
        wanted.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new InvalidOptionException(PEER + " takes " + String.join(", ", known) + ", not '" + name + "'");
        });
        return wanted;
    }

    /** Returns the file for all results, which is writable; null without {@code --json}. */
    public @Nullable Path json() {
        return spec.findOption(JSON).getValue();
    }
}
