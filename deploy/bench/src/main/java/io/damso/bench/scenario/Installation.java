package io.damso.bench.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the benchmark runs; {@code ./damso} says so in system properties.
 *
 * @param home {@code damso.home}: directory of the project, whose {@code docs} take the results; the working directory
 *     unless given
 * @param work {@code damso.bench.work}: directory that holds the temporary data; should be on a disk and not in memory
 * @param jvmOptions {@code damso.bench.jvm}: what every Java server gets, as {@code ./damso up} starts them; separated
 *     by spaces
 */
public record Installation(Path home, Path work, List<String> jvmOptions) {

    /** Reads the system properties. */
    public static Installation fromSystemProperties() {
        return new Installation(
                Path.of(System.getProperty("damso.home", "")),
                Path.of(System.getProperty("damso.bench.work", System.getProperty("java.io.tmpdir"))),
                Stream.of(System.getProperty("damso.bench.jvm", "").split(" ")).filter(o -> !o.isBlank()).toList());
    }
}
