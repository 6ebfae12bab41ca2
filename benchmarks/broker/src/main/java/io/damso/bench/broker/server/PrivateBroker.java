package io.damso.bench.broker.server;

import io.damso.bench.process.RunDirectory;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.scenario.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A RabbitMQ of this machine that only the benchmark uses, started as {@code ./damso up} does. Closing kills it and
 * deletes its data, but not its log.
 */
public final class PrivateBroker implements AutoCloseable {

    private static final String SCRIPT = "benchmarks/broker/broker.sh";
    private static final String PROCESS = "rabbitmq-1";

    /** Ports of {@code deploy/native/settings.sh}. */
    private static final int AMQP_PORT = 5672;

    private static final int CONSOLE_PORT = 15_672;

    private final RunDirectory run;
    private final BrokerAddress address;

    private PrivateBroker(RunDirectory run, BrokerAddress address) {
        this.run = run;
        this.address = address;
    }

    /**
     * Starts a broker. Blocks until it accepts clients.
     *
     * @throws BenchmarkException if it cannot be started; nothing is left of it then
     */
    public static PrivateBroker start(Installation installation) throws InterruptedException {
        RunDirectory run = RunDirectory.create(installation.work(), "broker");
        run.run(
                Map.of(),
                List.of(installation.home().resolve(SCRIPT).toAbsolutePath().toString()));
        try {
            return new PrivateBroker(run, address(run));
        } catch (IOException e) {
            run.close();
            throw new BenchmarkException("Cannot read the password of the started broker: " + e, e);
        }
    }

    private static BrokerAddress address(RunDirectory run) throws IOException {
        ProcessHandle process = run.running().get(PROCESS);
        if (process == null) {
            run.close();
            throw new BenchmarkException("The broker ended at once; its log is in " + run.path());
        }
        Path password = run.path().resolve("secrets/admin/rabbitmq.password");
        return new BrokerAddress(
                "127.0.0.1",
                run.port(AMQP_PORT),
                run.port(CONSOLE_PORT),
                "damso-admin",
                Files.readString(password),
                process.pid());
    }

    /** Returns where it listens. */
    public BrokerAddress address() {
        return address;
    }

    @Override
    public void close() {
        run.close();
    }
}
