package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code ./damso} said and how it ended.
 *
 * @param exitCode its exit code
 * @param output standard output and error, as they came
 */
public record DamsoRun(int exitCode, String output) {

    private static final long TIMEOUT_MINUTES = 5;

    static DamsoRun of(Path home, Path runDirectory, int portOffset, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("damso").toString()));
        command.addAll(List.of(arguments));
        // A file, not a pipe: the processes that `up` leaves behind would keep a pipe open.
        Path output = Files.createTempFile("damso-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("DAMSO_RUN_DIR", runDirectory.toString());
            builder.environment().put("DAMSO_PORT_OFFSET", Integer.toString(portOffset));
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
