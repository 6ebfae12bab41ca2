package io.damso.bench.store;

import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.scenario.OptionParser;
import io.damso.bench.store.load.Messages;
import io.damso.bench.store.peer.PeerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of the benchmark.
 *
 * @param sizes {@code --sizes}: numbers of documents at which to measure, ascending
 * @param peers {@code --peers}: servers to measure, in this order
 * @param limit {@code --seconds}: time limit of one measurement
 * @param fillLimit {@code --fill-seconds}: time limit of the inserts up to one size
 * @param json {@code --json}: file for all results; null for none
 * @param docs {@code --docs}: whether to replace the section in the documentation
 */
record StoreBenchOptions(
        List<Long> sizes,
        List<PeerKind> peers,
        Duration limit,
        Duration fillLimit,
        @Nullable Path json,
        boolean docs) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([km]?)", Pattern.CASE_INSENSITIVE);
    private static final long MAX_SIZE = 100_000_000;
    private static final int MAX_SECONDS = 86_400;
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);

    @Command(name = "bench store")
    private interface Given {

        @Option(
                names = "--sizes",
                split = OptionParser.COMMA,
                converter = SizeConverter.class,
                defaultValue = "10k,200k,1m")
        List<Long> sizes();

        @Option(
                names = "--peers",
                split = OptionParser.COMMA,
                converter = PeerConverter.class,
                defaultValue = "embedded,h2,memory")
        List<PeerKind> peers();

        @Option(names = "--seconds", converter = SecondsConverter.class, defaultValue = "60")
        Duration seconds();

        @Option(names = "--fill-seconds", converter = SecondsConverter.class, defaultValue = "300")
        Duration fillSeconds();

        @Option(names = "--json", converter = OptionParser.WritableFile.class)
        @Nullable
        Path json();

        @Option(names = "--docs")
        boolean docs();
    }

    /**
     * Parses the command line.
     *
     * @throws InvalidOptionException if an option is unknown or unusable
     */
    static StoreBenchOptions parse(List<String> arguments) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(Given.class);
        OptionParser.parse(spec, arguments);
        Given given = (Given) spec.userObject();
        return new StoreBenchOptions(
                given.sizes().stream().distinct().sorted().toList(),
                given.peers().stream().distinct().toList(),
                given.seconds(),
                given.fillSeconds(),
                given.json(),
                given.docs());
    }

    /**
     * Returns the time limit for one answer, including the first one after a start: {@code --seconds}, but at least 30
     * s.
     */
    Duration patience() {
        return limit.compareTo(SHORTEST_PATIENCE) < 0 ? SHORTEST_PATIENCE : limit;
    }

    private static final class SizeConverter implements ITypeConverter<Long> {

        @Override
        public Long convert(String value) {
            Matcher size = SIZE.matcher(value);
            long documents = size.matches() ? Long.parseLong(size.group(1)) * factor(size.group(2)) : 0;
            if (documents <= 0 || documents > MAX_SIZE || documents % Messages.BATCH != 0) {
                throw new TypeConversionException("takes numbers such as 2000, 10k or 1m, up to 100m and divisible by "
                        + Messages.BATCH + ", not '" + value + "'");
            }
            return documents;
        }

        private static long factor(String unit) {
            return switch (unit.toLowerCase(Locale.ROOT)) {
                case "k" -> 1_000;
                case "m" -> 1_000_000;
                default -> 1;
            };
        }
    }

    private static final class PeerConverter implements ITypeConverter<PeerKind> {

        @Override
        public PeerKind convert(String label) {
            return Arrays.stream(PeerKind.values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("takes "
                            + Arrays.stream(PeerKind.values())
                                    .map(PeerKind::label)
                                    .collect(Collectors.joining(", "))
                            + ", not '" + label + "'"));
        }
    }

    private static final class SecondsConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            int seconds = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
            if (seconds == 0 || seconds > MAX_SECONDS) {
                throw new TypeConversionException("takes seconds from 1 to " + MAX_SECONDS + ", not '" + value + "'");
            }
            return Duration.ofSeconds(seconds);
        }
    }
}
