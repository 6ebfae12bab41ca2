package io.damso.load.options;

import io.damso.bench.scenario.InvalidOptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line of one scenario: what every chat benchmark takes, and the scenario's own options. */
public final class Arguments {

    private static final List<Option> COMMON = List.of(
            Option.number("--runs", 1, 1, 50),
            Option.number("--bytes", 200, 64, 8_000),
            Option.number("--warmup", 5, 1, 600),
            Option.number("--seconds", 8, 1, 3_600),
            Option.number("--threads", 1, 1, 16));
    private static final Set<String> TEXTS = Set.of("--peer", "--json");

    private final Map<String, List<Integer>> numbers = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final String usage;

    /**
     * Reads the command line.
     *
     * @param own the scenario's options
     * @param ownFlags the scenario's options without a value
     * @throws InvalidOptionException if an option is unknown or unusable
     */
    public Arguments(String scenario, List<Option> own, Set<String> ownFlags, List<String> given) {
        Map<String, Option> known = new HashMap<>();
        Stream.concat(COMMON.stream(), own.stream()).forEach(option -> known.put(option.name(), option));
        usage = usage(scenario, known, ownFlags);
        known.values().forEach(option -> numbers.put(option.name(), option.parse(option.standard())));
        for (Iterator<String> rest = given.iterator(); rest.hasNext(); ) {
            String name = rest.next();
            Option option = known.get(name);
            if (option != null) {
                numbers.put(name, option.parse(value(name, rest)));
            } else if (TEXTS.contains(name)) {
                texts.put(name, value(name, rest));
            } else if (name.equals("--docs") || ownFlags.contains(name)) {
                flags.add(name);
            } else {
                throw new InvalidOptionException("Unknown option " + name + ". " + usage);
            }
        }
        json();
    }

    private static String usage(String scenario, Map<String, Option> known, Set<String> flags) {
        return "Usage: bench " + scenario + known.values().stream().sorted((a, b) -> a.name().compareTo(b.name()))
                .map(option -> " [" + option.name() + " " + option.standard() + "]").collect(Collectors.joining())
                + flags.stream().sorted().map(flag -> " [" + flag + "]").collect(Collectors.joining())
                + " [--peer NAMES] [--json FILE] [--docs]";
    }

    private String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new InvalidOptionException(name + " needs a value. " + usage);
        }
        return rest.next();
    }

    /** Returns the value of an option with one number. */
    public int number(String name) {
        return numbers(name).getFirst();
    }

    /** Returns the values of an option with several numbers. */
    public List<Integer> numbers(String name) {
        List<Integer> value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No option " + name);
        }
        return value;
    }

    /** Returns whether an option without a value was given. */
    public boolean flag(String name) {
        return flags.contains(name);
    }

    /**
     * Returns who takes part, in this order.
     *
     * @param known all that there are, who take part unless {@code --peer} was given
     * @throws InvalidOptionException if one is not known
     */
    public List<String> peers(List<String> known) {
        String given = texts.get("--peer");
        List<String> wanted = given == null ? known : Arrays.stream(given.split(",", -1)).distinct().toList();
        wanted.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new InvalidOptionException("--peer takes " + String.join(", ", known) + ", not '" + name + "'");
        });
        return wanted;
    }

    /**
     * Returns the file for everything that was measured; refused now and not after an hour of measuring.
     *
     * @throws InvalidOptionException if it cannot be written
     */
    public @Nullable Path json() {
        String name = texts.get("--json");
        if (name == null) {
            return null;
        }
        Path file = Path.of(name).toAbsolutePath();
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw new InvalidOptionException("--json: " + file + " cannot be written");
        }
        return file;
    }
}
