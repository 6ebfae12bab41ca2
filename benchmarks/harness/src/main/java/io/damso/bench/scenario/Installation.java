package io.damso.bench.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The environment of a benchmark, which {@code ./damso} sets in system properties.
 *
 * @param home {@code damso.home}: directory of the project, whose {@code docs} contain the results; default is the
 *     working directory
 * @param work {@code damso.bench.work}: directory for temporary data; should be on a disk and not in memory
 * @param jvmOptions {@code damso.bench.jvm}: JVM options of every Java server, as in {@code ./damso up}; separated by
 *     spaces
 */
public record Installation(Path home, Path work, List<String> jvmOptions) {

    /** Reads the system properties. */
    public static Installation fromSystemProperties() {
        return new Installation(
                Path.of(System.getProperty("damso.home", "")),
                Path.of(System.getProperty("damso.bench.work", System.getProperty("java.io.tmpdir"))),
                Stream.of(System.getProperty("damso.bench.jvm", "").split(" "))
                        .filter(o -> !o.isBlank())
                        .toList());
    }
}
