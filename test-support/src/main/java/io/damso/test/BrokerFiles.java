package io.damso.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of {@code deploy/rabbitmq}, as they are deployed; only the passwords are filled in. */
final class BrokerFiles {

    private static final Path DIRECTORY = Path.of("deploy", "rabbitmq");

    private final Path directory;
    private final Credentials credentials;

    BrokerFiles(Credentials credentials) {
        this.directory = find(Path.of("").toAbsolutePath());
        this.credentials = credentials;
    }

    /** Tests run in the directory of their module: the files are in a directory above it. */
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
