package io.damso.bench.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Parses the options of a benchmark. If an option is given twice, the last one applies. */
public final class OptionParser {

    /** Separates the values of one option. A comma at the end is part of the value, so that it is rejected. */
    public static final String COMMA = ",(?!$)";

    /** Width of picocli's usage text in columns, so that it fits on one line. */
    private static final int ONE_LINE = 10_000;

    private OptionParser() {}

    /**
     * Parses the options of a benchmark.
     *
     * @param spec the options; their values are set
     * @throws InvalidOptionException if an option is unknown or unusable; the message is one line
     */
    public static ParseResult parse(CommandSpec spec, List<String> given) {
        spec.usageMessage().width(ONE_LINE);
        CommandLine line = new CommandLine(spec)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setPosixClusteredShortOptionsAllowed(false);
        try {
            return line.parseArgs(given.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new InvalidOptionException(explain(e, line), e);
        }
    }

    /** Returns the message of the converter, or else picocli's message followed by the usage. */
    private static String explain(ParameterException e, CommandLine line) {
        return e.getCause() instanceof TypeConversionException unusable && e.getArgSpec() instanceof OptionSpec option
                ? option.longestName() + " " + unusable.getMessage()
                : e.getMessage() + ". Usage: " + line.getHelp().synopsis(0).strip();
    }

    /** Converts a path and checks that the file can be written, so that the benchmark does not fail at its end. */
    public static final class WritableFile implements ITypeConverter<@Nullable Path> {

        @Override
        public Path convert(String value) {
            Path file = Path.of(value).toAbsolutePath();
            if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : file.getParent())) {
                throw new TypeConversionException("names " + file + ", which cannot be written");
            }
            return file;
        }
    }
}
