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
 * What a benchmark ran on, and how busy it was before.
 *
 * @param date when it began, UTC
 * @param processor model, or the architecture where the model is not told
 * @param processors how many the JVM may use
 * @param system operating system
 * @param jdk runtime of the benchmark and of the Java servers it starts
 * @param fileSystem type of the file system that holds the temporary data
 * @param loadBefore load average over the last minute; negative where the system does not tell
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
     * Looks at this machine.
     *
     * @param directory an existing one, which will hold the temporary data
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

    /** Returns the load average over the last minute; negative where the system does not tell. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processorModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst().orElseGet(() -> System.getProperty("os.arch"));
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

    /** Returns all of it in one sentence. */
    public String describe() {
        String load = loadBefore < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", loadBefore);
        return "%s, %d x %s, %s, %s, data on %s, load average before %s"
                .formatted(date, processors, processor, system, jdk, fileSystem, load);
    }
}
