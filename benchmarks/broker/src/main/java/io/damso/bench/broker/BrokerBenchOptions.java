package io.damso.bench.broker;

import io.damso.bench.broker.server.BrokerAddress;
import io.damso.bench.scenario.InvalidOptionException;
import io.damso.bench.scenario.OptionParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The options of the benchmark.
 *
 * @param duration {@code --seconds}: length of one measurement
 * @param rooms {@code --rooms}: number of small rooms that send
 * @param nodeRooms {@code --node-rooms}: number of rooms on the gateway that dies
 * @param rate {@code --rate}: messages a second of the first measurement
 * @param runs {@code --runs}: number of runs
 * @param foreign {@code --host} and the options that go with it: the broker to measure; null to start one
 * @param json {@code --json}: file for all results; null for none
 * @param docs {@code --docs}: whether to replace the section in the documentation
 */
record BrokerBenchOptions(
        Duration duration,
        int rooms,
        int nodeRooms,
        int rate,
        int runs,
        @Nullable BrokerAddress foreign,
        @Nullable Path json,
        boolean docs) {

    private static final List<String> OF_FOREIGN =
            List.of("--port", "--management-port", "--user", "--password", "--pid");
    private static final int MAX_SECONDS = 600;
    private static final int MIN_ROOMS = 100;
    private static final int MAX_ROOMS = 100_000;
    private static final int MAX_RATE = 100_000;
    private static final int MAX_RUNS = 50;
    private static final int MAX_PORT = 65_535;

    @Command(name = "bench broker")
    private interface Given {

        @Option(names = "--seconds", defaultValue = "8")
        int seconds();

        @Option(names = "--rooms", defaultValue = "1000")
        int rooms();

        @Option(names = "--node-rooms", defaultValue = "10000")
        int nodeRooms();

        @Option(names = "--rate", defaultValue = "1000")
        int rate();

        @Option(names = "--runs", defaultValue = "1")
        int runs();

        @Option(names = "--host")
        @Nullable
        String host();

        @Option(names = "--port", defaultValue = "5672")
        int port();

        @Option(names = "--management-port", defaultValue = "15672")
        int managementPort();

        @Option(names = "--user")
        @Nullable
        String user();

        @Option(names = "--password")
        @Nullable
        String password();

        @Option(names = "--pid")
        @Nullable
        Long pid();

        @Option(names = "--json", converter = OptionParser.WritableFile.class)
        @Nullable
        Path json();

        @Option(names = "--docs")
        boolean docs();
    }

    /**
     * Parses the command line.
     *
     * @throws InvalidOptionException if an option is unknown or unusable
     */
    static BrokerBenchOptions parse(List<String> arguments) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(Given.class);
        ParseResult parsed = OptionParser.parse(spec, arguments);
        Given given = (Given) spec.userObject();
        return new BrokerBenchOptions(
                Duration.ofSeconds(within("--seconds", given.seconds(), 1, MAX_SECONDS)),
                within("--rooms", given.rooms(), MIN_ROOMS, MAX_ROOMS),
                within("--node-rooms", given.nodeRooms(), MIN_ROOMS, MAX_ROOMS),
                within("--rate", given.rate(), 1, MAX_RATE),
                within("--runs", given.runs(), 1, MAX_RUNS),
                foreign(given, parsed),
                given.json(),
                given.docs());
    }

    private static @Nullable BrokerAddress foreign(Given given, ParseResult parsed) {
        String host = given.host();
        if (host == null) {
            OF_FOREIGN.stream().filter(parsed::hasMatchedOption).findFirst().ifPresent(option -> {
                throw new InvalidOptionException(option + " needs --host: without it, a broker is started");
            });
            return null;
        }
        String user = given.user();
        String password = given.password();
        if (user == null || password == null) {
            throw new InvalidOptionException("--host needs --user and --password of an administrator");
        }
        Long pid = given.pid();
        if (pid != null && ProcessHandle.of(pid).isEmpty()) {
            throw new InvalidOptionException("--pid takes the id of a process of this machine, not '" + pid + "'");
        }
        return new BrokerAddress(
                host,
                within("--port", given.port(), 1, MAX_PORT),
                within("--management-port", given.managementPort(), 1, MAX_PORT),
                user,
                password,
                pid);
    }

    private static int within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new InvalidOptionException(
                    "%s takes a number from %d to %d, not '%d'".formatted(name, min, max, value));
        }
        return value;
    }
}
