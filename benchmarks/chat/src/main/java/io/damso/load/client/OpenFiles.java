package io.damso.load.client;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Checks whether the limit of open files is high enough for the connections. */
public final class OpenFiles {

    private static final int OWN_USE = 300;

    private OpenFiles() {}

    /**
     * Checks this process.
     *
     * @throws BenchmarkException if the limit is too low; the message contains a remedy
     */
    public static void require(int clients) {
        require("this process", Path.of("/proc/self/limits"), clients);
    }

    /**
     * Checks servers among which the clients are distributed. A server whose limit cannot be read is skipped.
     *
     * @throws BenchmarkException if the limit of a server is too low for its share
     */
    public static void require(List<ServerProcess> servers, int clientsOfEach) {
        servers.forEach(server -> require(server.name(), Path.of("/proc/" + server.pid() + "/limits"), clientsOfEach));
    }

    static void require(String who, Path limits, int clients) {
        OptionalLong limit = limit(limits);
        if (limit.isPresent() && limit.getAsLong() < clients + OWN_USE) {
            throw new BenchmarkException(String.format(
                    Locale.ROOT,
                    "%,d clients need about %,d open files, but %s may "
                            + "have %,d: the file limit is too low. Raise it with 'ulimit -n %d' in the shell that "
                            + "starts the benchmark (the hard limit is in /etc/security/limits.conf), or take fewer "
                            + "clients",
                    clients,
                    clients + OWN_USE,
                    who,
                    limit.getAsLong(),
                    clients + OWN_USE));
        }
    }

    /** Returns the soft limit; empty if it cannot be read or is unlimited. */
    static OptionalLong limit(Path limits) {
        try (Stream<String> lines = Files.lines(limits)) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split("\\s+")[0])
                    .filter(soft -> soft.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
