package io.damso.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The installed RabbitMQ as a private node: own directory, cookie, port mapper and ports, so that it is separate from
 * other nodes on this machine. It ends with this JVM, also if the JVM is killed.
 */
final class NativeNode implements BrokerNode {

    /** RabbitMQ's own script; Debian's script in /usr/sbin would change the user. */
    private static final Path DEBIAN_SCRIPT = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private static final int STOP_TIMEOUT_SECONDS = 60;
    private static final String STOP = "stop\n";

    /** Kills the node when standard input closes, also if the JVM was killed. */
    private static final String LEASH = """
            exec 3<&0
            epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" 3<&- &
            epmd=$!
            "$1" 3<&- &
            node=$!
            ( read -r order <&3; if [ "$order" = stop ]; then kill -TERM $node; else kill -KILL $node; fi ) &
            leash=$!
            wait $node
            kill $epmd $leash
            """;

    private final Path script;
    private final Path home;
    private final BrokerAddress address = BrokerAddress.onFreePorts();
    private final List<Integer> privatePorts = BrokerAddress.freePorts(3);
    private final Readiness readiness;
    private @Nullable Process process;

    NativeNode(Path script, Credentials credentials, BrokerFiles files) {
        this.script = script;
        this.readiness = new Readiness(address, credentials);
        try {
            this.home = Files.createTempDirectory("damso-rabbitmq-");
            Files.writeString(home.resolve("definitions.json"), files.definitions());
            Files.writeString(home.resolve("enabled_plugins"), files.enabledPlugins());
            Files.writeString(
                    home.resolve("rabbitmq.conf"),
                    files.configuration()
                            + files.listeners("127.0.0.1:", address.amqpPort(), address.stompPort())
                            + listeners());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the start script of the installed RabbitMQ, if there is one. */
    static Optional<Path> installedScript() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, "rabbitmq-server"));
        return Stream.concat(Stream.of(DEBIAN_SCRIPT), onPath)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private String listeners() {
        return """

                management.tcp.ip = 127.0.0.1
                management.tcp.port = %d
                prometheus.tcp.ip = 127.0.0.1
                prometheus.tcp.port = %d
                load_definitions = %s
                log.console = true
                log.file = false
                """.formatted(address.managementPort(), privatePorts.get(0), home.resolve("definitions.json"));
    }

    @Override
    public BrokerAddress address() {
        return address;
    }

    @Override
    public void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", LEASH, "sh", script.toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        inherit(builder.environment());
        try {
            Process started = builder.start();
            process = started;
            readiness.await(started::isAlive, this::log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("ERL_EPMD_PORT", privatePorts.get(1).toString()),
                // Makes the script exec the server, so that signals reach the server.
                Map.entry("RUNNING_UNDER_SYSTEMD", "1"),
                Map.entry("RABBITMQ_NODENAME", "damso-test@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", privatePorts.get(2).toString()),
                Map.entry(
                        "RABBITMQ_CONF_ENV_FILE",
                        home.resolve("rabbitmq-env.conf").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        home.resolve("enabled_plugins").toString()),
                Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", home.resolve("log").toString()),
                Map.entry("RABBITMQ_LOGS", "-"),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}"));
    }

    @Override
    public void stop() {
        end(STOP);
    }

    @Override
    public void kill() {
        end("");
    }

    private void end(String order) {
        Process running = process;
        if (running == null) {
            return;
        }
        try (var leash = running.getOutputStream()) {
            leash.write(order.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The node has ended already.
        }
        try {
            if (!running.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("RabbitMQ did not stop. Its log:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    @Override
    public void control(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(script.resolveSibling("rabbitmqctl").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        inherit(builder.environment());
        try {
            Process control = builder.start();
            if (!control.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS) || control.exitValue() != 0) {
                throw new IllegalStateException("rabbitmqctl failed. The log:\n" + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void inherit(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        environment.remove("NOTIFY_SOCKET");
        environment.putAll(environment());
    }

    @Override
    public void close() {
        kill();
        FileTree.delete(home);
    }

    private Path logFile() {
        return home.resolve("node.log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }
}
