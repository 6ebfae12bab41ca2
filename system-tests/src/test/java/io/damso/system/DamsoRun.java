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
 * What {@code ./damso} said and how it ended.
 *
 * @param exitCode its exit code
 * @param output standard output and error, as they came
 */
public record DamsoRun(int exitCode, String output) {

    /** What the cluster under test says about TLS. */
    static final String HSTS = "max-age=60";

    private static final long TIMEOUT_MINUTES = 5;

    /** Tests send faster than people write. */
    private static final Map<String, String> RAISED_LIMITS = Stream.of(
                    "SENDS_PERSECOND", "SENDS_BURST", "SENDS_USERPERSECOND", "SENDS_USERBURST", "SENDS_MAXUNCONFIRMED",
                    "FRAMES_PERSECOND", "FRAMES_BURST")
            .collect(Collectors.toUnmodifiableMap(limit -> "DAMSO_GATEWAY_LIMITS_" + limit, limit -> "100000"));

    static DamsoRun of(Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        return of(Map.of(), home, runDirectory, portOffset, arguments);
    }

    /** Runs {@code ./damso} with the limits of the product. */
    static DamsoRun withDefaultLimits(Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        return run(Map.of(), home, runDirectory, portOffset, arguments);
    }

    static DamsoRun of(
            Map<String, String> environment, Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> raised = new HashMap<>(RAISED_LIMITS);
        raised.putAll(environment);
        return run(raised, home, runDirectory, portOffset, arguments);
    }

    private static DamsoRun run(
            Map<String, String> environment, Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("damso").toString()));
        command.addAll(List.of(arguments));
        // A file, not a pipe: the processes that `up` leaves behind would keep a pipe open.
        Path output = Files.createTempFile("damso-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("DAMSO_RUN_DIR", runDirectory.toString());
            builder.environment().put("DAMSO_PORT_OFFSET", Integer.toString(portOffset));
            // The services say all that they can: what must not be logged must not be logged here either.
            builder.environment().put("LOGGING_LEVEL_IO_DAMSO", "DEBUG");
            builder.environment().put("DAMSO_HSTS", HSTS);
            Process process = builder.start();
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("./damso " + String.join(" ", arguments) + " hangs:\n" + Files.readString(output));
            }
            return new DamsoRun(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** Fails with the output unless the exit code is 0. */
    public void assertSuccess() {
        assertThat(exitCode).as(output).isZero();
    }
}
