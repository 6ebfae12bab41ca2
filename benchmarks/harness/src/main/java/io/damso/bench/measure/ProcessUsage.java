package io.damso.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Resources that a process has used so far.
 *
 * @param cpu user and system time of all threads; the kernel counts in steps of 10 ms
 * @param residentBytes current resident memory in bytes; empty without {@code /proc}
 */
public record ProcessUsage(Duration cpu, OptionalLong residentBytes) {

    private static final long KIBIBYTE = 1024;

    /**
     * Reads the usage of a process.
     *
     * @return empty if the process has ended or the system does not provide the data
     */
    public static Optional<ProcessUsage> of(ProcessHandle process) {
        return process.info().totalCpuDuration().map(cpu -> new ProcessUsage(cpu, residentBytes(process.pid())));
    }

    private static OptionalLong residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
