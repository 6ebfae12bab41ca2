package io.damso.bench.store;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.store.load.Messages;
import io.damso.bench.store.peer.PeerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the benchmark was told.
 *
 * @param sizes {@code --sizes}: numbers of documents to measure at, ascending
 * @param peers {@code --peers}: who takes part, in this order
 * @param limit {@code --seconds}: how long one measurement may take
 * @param fillLimit {@code --fill-seconds}: how long inserting up to one size may take
 * @param json {@code --json}: file for everything that was measured
 * @param docs {@code --docs}: whether to rewrite the section in the documentation
 */
record StoreBenchOptions(
        List<Long> sizes,
        List<PeerKind> peers,
        Duration limit,
        Duration fillLimit,
        @Nullable Path json,
        boolean docs) {

    static final String USAGE = "Usage: bench store [--sizes 10k,200k,1m] [--peers embedded,h2,memory] [--seconds 60] "
            + "[--fill-seconds 300] [--json FILE] [--docs]";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([km]?)", Pattern.CASE_INSENSITIVE);
    private static final long MAX_SIZE = 100_000_000;
    private static final int MAX_SECONDS = 86_400;
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);

    /**
     * Reads the command line.
     *
     * @throws InvalidOptionException if an option is unknown or unusable
     */
    static StoreBenchOptions parse(List<String> arguments) {
        String sizes = "10k,200k,1m";
        String peers = "embedded,h2,memory";
        String seconds = "60";
        String fillSeconds = "300";
        Path json = null;
        boolean docs = false;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String name = rest.next();
            switch (name) {
                case "--sizes" -> sizes = value(name, rest);
                case "--peers" -> peers = value(name, rest);
                case "--seconds" -> seconds = value(name, rest);
                case "--fill-seconds" -> fillSeconds = value(name, rest);
                case "--json" -> json = writable(Path.of(value(name, rest)).toAbsolutePath());
                case "--docs" -> docs = true;
                default -> throw new InvalidOptionException("Unknown option " + name + ". " + USAGE);
            }
        }
        return new StoreBenchOptions(sizes(sizes), peers(peers), seconds("--seconds", seconds),
                seconds("--fill-seconds", fillSeconds), json, docs);
    }

    /** Returns how long to wait for one answer; also that of a server that starts on a busy machine. */
    Duration patience() {
        return limit.compareTo(SHORTEST_PATIENCE) < 0 ? SHORTEST_PATIENCE : limit;
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new InvalidOptionException(name + " needs a value. " + USAGE);
        }
        return rest.next();
    }

    private static List<Long> sizes(String value) {
        return Arrays.stream(value.split(",", -1)).map(StoreBenchOptions::size).distinct().sorted().toList();
    }

    private static long size(String value) {
        Matcher size = SIZE.matcher(value);
        if (size.matches()) {
            long factor = switch (size.group(2).toLowerCase(Locale.ROOT)) {
                case "k" -> 1_000;
                case "m" -> 1_000_000;
                default -> 1;
            };
            long documents = Long.parseLong(size.group(1)) * factor;
            if (documents > 0 && documents <= MAX_SIZE && documents % Messages.BATCH == 0) {
                return documents;
            }
        }
        throw new InvalidOptionException("--sizes takes numbers such as 2000, 10k or 1m, up to 100m and divisible by "
                + Messages.BATCH + ", not '" + value + "'");
    }

    private static List<PeerKind> peers(String value) {
        return Arrays.stream(value.split(",", -1)).map(StoreBenchOptions::peer).distinct().toList();
    }

    private static PeerKind peer(String label) {
        return Arrays.stream(PeerKind.values()).filter(kind -> kind.label().equals(label)).findFirst()
                .orElseThrow(() -> new InvalidOptionException("--peers takes "
                        + Arrays.stream(PeerKind.values()).map(PeerKind::label).collect(Collectors.joining(", "))
                        + ", not '" + label + "'"));
    }

    private static Duration seconds(String name, String value) {
        if (value.matches("\\d{1,5}")) {
            int seconds = Integer.parseInt(value);
            if (seconds > 0 && seconds <= MAX_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new InvalidOptionException(name + " takes seconds from 1 to " + MAX_SECONDS + ", not '" + value + "'");
    }

    /** Refused now and not after an hour of measuring. */
    private static Path writable(Path file) {
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw new InvalidOptionException("--json: " + file + " cannot be written");
        }
        return file;
    }
}
