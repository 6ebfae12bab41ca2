package io.damso.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of {@code deploy/rabbitmq} as deployed, with the passwords filled in. */
final class BrokerFiles {

    private static final Path DIRECTORY = Path.of("deploy", "rabbitmq");

    private final Path directory;
    private final Credentials credentials;
    private final @Nullable TestCertificates certificates;

    /**
     * Reads the files.
     *
     * @param certificates certificates of the broker's TLS listeners; null for listeners without TLS
     */
    BrokerFiles(Credentials credentials, @Nullable TestCertificates certificates) {
        this.certificates = certificates;
        this.directory = find(Path.of("").toAbsolutePath());
        this.credentials = credentials;
    }

    /** Searches upwards, because tests run in the directory of their module. */
    private static Path find(Path start) {
        for (Path at = start; at != null; at = at.getParent()) {
            Path candidate = at.resolve(DIRECTORY);
            if (Files.exists(candidate.resolve("definitions.json"))) {
                return candidate;
            }
        }
        throw new IllegalStateException("No " + DIRECTORY + "/definitions.json in or above " + start);
    }

    String definitions() {
        return credentials.render(read("definitions.json"));
    }

    String configuration() {
        return read("damso.conf");
    }

    /**
     * Returns the settings of both listeners, as in docs/configuration.md.
     *
     * @param address address and colon before the ports, or an empty string
     */
    String listeners(String address, int amqpPort, int stompPort) {
        if (certificates == null) {
            return """

                    listeners.tcp.1 = %1$s%2$d
                    stomp.listeners.tcp.1 = %1$s%3$d
                    """.formatted(address, amqpPort, stompPort);
        }
        return """

                listeners.tcp = none
                listeners.ssl.1 = %1$s%2$d
                stomp.listeners.tcp = none
                stomp.listeners.ssl.1 = %1$s%3$d
                ssl_options.cacertfile = %4$s/ca.crt
                ssl_options.certfile = %4$s/server.crt
                ssl_options.keyfile = %4$s/server.key
                ssl_options.verify = verify_none
                ssl_options.fail_if_no_peer_cert = false
                """.formatted(
                        address, amqpPort, stompPort, certificates.authority().getParent());
    }

    /** Returns the certificates of the listeners. */
    @Nullable
    TestCertificates certificates() {
        return certificates;
    }

    String enabledPlugins() {
        return read("enabled_plugins");
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
