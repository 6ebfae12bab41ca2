package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Output and exit code of {@code ./damso}.
 *
 * @param exitCode its exit code
 * @param output standard output and error in the order of writing
 */
public record DamsoRun(int exitCode, String output) {

    /** The value of {@code DAMSO_HSTS} in tests. */
    static final String HSTS = "max-age=60";

    /** The value of {@code DAMSO_GATEWAY_DRAIN_DURATION} in tests. */
    static final String DRAIN = "1s";

    private static final long TIMEOUT_MINUTES = 10;

    /** High limits, because tests send faster than users. */
    private static final Map<String, String> RAISED_LIMITS = Stream.of(
                    "GATEWAY_LIMITS_SENDS_PERSECOND",
                    "GATEWAY_LIMITS_SENDS_BURST",
                    "GATEWAY_LIMITS_SENDS_USERPERSECOND",
                    "GATEWAY_LIMITS_SENDS_USERBURST",
                    "GATEWAY_LIMITS_SENDS_MAXUNCONFIRMED",
                    "GATEWAY_LIMITS_FRAMES_PERSECOND",
                    "GATEWAY_LIMITS_FRAMES_BURST",
                    "PERSISTENCE_LIMITS_USERBURST",
                    "PERSISTENCE_LIMITS_ADDRESSBURST",
                    "PERSISTENCE_LIMITS_NEWROOMSBURST")
            .collect(Collectors.toUnmodifiableMap(limit -> "DAMSO_" + limit, limit -> "100000"));

    static DamsoRun of(Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        return of(Map.of(), home, runDirectory, portOffset, arguments);
    }

    /** Runs {@code ./damso} with the default limits. */
    static DamsoRun withDefaultLimits(Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        // Empty, because the cluster keeps its settings.
        Map<String, String> none = new HashMap<>();
        RAISED_LIMITS.keySet().forEach(limit -> none.put(limit, ""));
        return of(none, home, runDirectory, portOffset, arguments);
    }

    static DamsoRun of(
            Map<String, String> environment, Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        return bare(environment(environment, runDirectory, portOffset), home.resolve("damso"), arguments);
    }

    /** Returns the default environment of the commands. */
    static Map<String, String> environment(Map<String, String> others, Path runDirectory, int portOffset) {
        Map<String, String> environment = new HashMap<>(RAISED_LIMITS);
        environment.put("DAMSO_RUN_DIR", runDirectory.toString());
        environment.put("DAMSO_PORT_OFFSET", Integer.toString(portOffset));
        environment.put("DAMSO_DEMO_ENABLED", "true");
        // Log level debug: secrets must not be logged at this level either.
        environment.put("LOGGING_LEVEL_IO_DAMSO", "DEBUG");
        environment.put("DAMSO_HSTS", HSTS);
        environment.put("DAMSO_GATEWAY_DRAIN_DURATION", DRAIN); // shorter than the default: tests stop many gateways
        // No optimizing compiler: most processes of a test end before its work pays off, and it takes half of a start.
        // The JVM would name JDK_JAVA_OPTIONS in the output of the commands.
        environment.put("DAMSO_TEST_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        environment.put("DAMSO_START_TIMEOUT", "240"); // seconds; the machine may be busy
        environment.putAll(others);
        return environment;
    }

    /**
     * Runs the script with only these settings of Damso.
     *
     * @param damso the script, or a link to it
     */
    static DamsoRun bare(Map<String, String> environment, Path damso, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(damso.toString()));
        command.addAll(List.of(arguments));
        // A file, not a pipe: the background processes of `up` would keep a pipe open.
        Path output = Files.createTempFile("damso-", ".out");
        try {
            Process process = start(environment, output, command);
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "./damso " + String.join(" ", arguments) + " hangs:\n" + Files.readString(output));
            }
            return new DamsoRun(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** Starts a command with only these settings of Damso; its output goes to the file. */
    static Process start(Map<String, String> environment, Path output, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DAMSO_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Fails with the output unless the exit code is 0. */
    public void assertSuccess() {
        assertThat(exitCode).as(output).isZero();
    }
}
