package io.damso.bench.broker.server;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/**
 * A virtual host of the benchmark alone, with Damso's definitions. A Damso that uses the same broker does not notice,
 * and closing removes everything that the benchmark made. So does a signal that ends this JVM.
 */
public final class VirtualHost implements AutoCloseable {

    private static final String DEFINITIONS = "deploy/rabbitmq/definitions.json";
    private static final int NAMES = 1_000_000;

    private final String name = "damso-bench-" + ThreadLocalRandom.current().nextInt(NAMES);
    private final BrokerAddress broker;
    private final ManagementApi api;
    private final Thread hook = new Thread(this::remove, "broker-clear");
    private volatile boolean exists;

    private VirtualHost(BrokerAddress broker) {
        this.broker = broker;
        this.api = new ManagementApi(broker);
    }

    /**
     * Creates a virtual host.
     *
     * @param home directory of the project
     * @throws BenchmarkException if the broker cannot be reached or refuses; nothing is left in it then
     */
    public static VirtualHost create(BrokerAddress broker, Path home) {
        VirtualHost created = new VirtualHost(broker);
        Runtime.getRuntime().addShutdownHook(created.hook);
        try {
            created.define(Files.readString(home.resolve(DEFINITIONS)));
            return created;
        } catch (IOException e) {
            created.close();
            throw new BenchmarkException("Cannot read " + DEFINITIONS + ": " + e, e);
        } catch (BenchmarkException e) {
            created.close();
            throw e;
        }
    }

    private void define(String definitions) {
        exists = true; // at the latest with the answer, which may be lost
        api.send("PUT", "vhosts/" + name, Map.of("default_queue_type", "classic"));
        api.send(
                "PUT",
                "permissions/" + name + "/" + broker.user(),
                Map.of("configure", ".*", "write", ".*", "read", ".*"));
        api.send("POST", "definitions/" + name, Definitions.ofVirtualHost(definitions));
    }

    /** Returns connections to this virtual host. */
    public Connections connections() {
        return new Connections(broker, name);
    }

    /**
     * Returns the version of the broker and of its runtime.
     *
     * @throws BenchmarkException if the broker does not answer
     */
    public String version() {
        JsonNode overview = api.get("overview");
        return "RabbitMQ %s (Erlang %s)"
                .formatted(
                        overview.path("rabbitmq_version").asString("of an unknown version"),
                        overview.path("erlang_version").asString("of an unknown version"));
    }

    /** Returns a view of the broker's memory. */
    public BrokerMemory memory() {
        return new BrokerMemory(api);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook runs.
        }
        remove();
    }

    private synchronized void remove() {
        if (!exists) {
            return;
        }
        exists = false;
        try {
            api.delete("vhosts/" + name);
        } catch (BenchmarkException e) {
            System.err.println("bench: the virtual host " + name + " may be left at " + broker + ": " + e.getMessage());
        }
    }
}
