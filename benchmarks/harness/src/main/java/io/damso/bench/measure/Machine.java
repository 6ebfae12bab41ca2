package io.damso.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The machine that a benchmark ran on, and its load before.
 *
 * @param date start of the benchmark, UTC
 * @param processor model, or the architecture if the model is not available
 * @param processors number of processors available to the JVM
 * @param system operating system
 * @param jdk runtime of the benchmark and of the Java servers that it starts
 * @param fileSystem type of the file system with the temporary data
 * @param loadBefore load average over one minute; negative if not available
 */
public record Machine(
        String date,
        String processor,
        int processors,
        String system,
        String jdk,
        String fileSystem,
        double loadBefore) {

    /**
     * Describes this machine.
     *
     * @param directory existing directory for the temporary data
     */
    public static Machine look(Path directory) {
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor.version", "Java " + Runtime.version()),
                fileSystemOf(directory),
                load());
    }

    /** Returns the load average over the last minute; negative if not available. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processorModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String fileSystemOf(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException e) {
            return "unknown file system";
        }
    }

    /** Returns the description in one sentence. */
    public String describe() {
        String load = loadBefore < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", loadBefore);
        return "%s, %d x %s, %s, %s, data on %s, load average before %s"
                .formatted(date, processors, processor, system, jdk, fileSystem, load);
    }
}
