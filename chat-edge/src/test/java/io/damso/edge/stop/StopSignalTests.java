package io.damso.edge.stop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopSignalTests {

    private static final long TIMEOUT_SECONDS = 30;

    private Process program;

    private BufferedReader start(String how) throws Exception {
        program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppableProgram.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = program.inputReader();
        assertThat(output.readLine()).isEqualTo("runs");
        return output;
    }

    private void signal() throws Exception {
        new ProcessBuilder("kill", "-TERM", Long.toString(program.pid()))
                .start()
                .waitFor();
    }

    private int exitCode() throws Exception {
        assertThat(program.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return program.exitValue();
    }

    @AfterEach
    void end() {
        program.destroyForcibly();
    }

    @Test
    void orderlyEndHasExitCodeZero() throws Exception {
        start("ends");
        signal();
        assertThat(exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"hurries, 0", "waits, 143"})
    void secondSignalEndsTheShutdown(String how, int code) throws Exception {
        BufferedReader output = start(how);
        signal();
        String stops = output.readLine();
        while (stops != null && !stops.equals("stops")) {
            stops = output.readLine(); // lines of the log
        }
        signal();
        assertThat(exitCode()).isEqualTo(code);
    }
}
