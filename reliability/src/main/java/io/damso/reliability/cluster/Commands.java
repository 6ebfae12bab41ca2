package io.damso.reliability.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs that end by themselves. Thread-safe. */
final class Commands {

    private static final int LAST_LINES = 12;
    private static final long TIMEOUT_MINUTES = 8;

    private Commands() {}

    /**
     * Runs a program with only these settings of Damso in its environment, and returns its output.
     *
     * @throws ChaosException with the last lines of the output if it fails
     * @throws InterruptedException if interrupted; the program is ended
     */
    static String run(Map<String, String> environment, List<String> command) throws InterruptedException {
        try {
            // A file, not a pipe: the processes that it starts would keep a pipe open.
            Path output = Files.createTempFile("damso-chaos-", ".out");
            try {
                return run(environment, command, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new ChaosException("Cannot run " + command.getFirst() + ": " + e, e);
        }
    }

    private static String run(Map<String, String> environment, List<String> command, Path output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("DAMSO_")); // of the user's own cluster
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(output);
            if (!ended || process.exitValue() != 0) {
                List<String> lines = text.lines().toList();
                throw new ChaosException("%s %s:%n%s"
                        .formatted(
                                String.join(" ", command),
                                ended ? "fails with exit code " + process.exitValue() : "does not end",
                                String.join(
                                        "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()))));
            }
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
