package io.damso.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a process has used so far.
 *
 * @param cpu user and system time of all its threads; the kernel counts in steps of 10 ms
 * @param residentBytes memory it holds now; nothing where there is no {@code /proc}
 */
public record ProcessUsage(Duration cpu, OptionalLong residentBytes) {

    private static final long KIBIBYTE = 1024;

    /**
     * Reads it.
     *
     * @return nothing if the process has ended, or the system does not tell
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
