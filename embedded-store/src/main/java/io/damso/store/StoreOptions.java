package io.damso.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of the store.
 *
 * @param port TCP port; 0 selects a free port
 * @param data directory of the store's file; created if it does not exist
 * @param bind address to listen on; any other than the loopback interface requires a login
 * @param login login that every connection must use; null if none is required
 */
record StoreOptions(
        int port, Path data, InetAddress bind, @Nullable Login login) {

    @Command(name = "embedded-store")
    private interface Given {

        @Option(names = "--data", paramLabel = "DIR", required = true)
        Path data();

        @Option(names = "--port", paramLabel = "N", defaultValue = "27017")
        int port();

        @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1")
        InetAddress bind();

        @Option(names = "--user", paramLabel = "NAME")
        @Nullable
        String user();

        @Option(names = "--password-file", paramLabel = "FILE")
        @Nullable
        Path passwordFile();
    }

    /**
     * Reads the command line and creates the data directory.
     *
     * @throws InvalidOptionException if an option is missing, unknown or unusable
     */
    static StoreOptions parse(String... args) {
        CommandLine line = new CommandLine(Given.class).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            throw new InvalidOptionException(Objects.requireNonNull(e.getMessage()));
        }
        Given given = line.getCommand();
        Login login = Login.read(given.user(), given.passwordFile());
        if (!given.bind().isLoopbackAddress() && login == null) {
            throw new InvalidOptionException("--bind=" + given.bind().getHostAddress()
                    + " lets other machines in, which needs --user and --password-file");
        }
        return new StoreOptions(given.port(), requireWritable(given.data()), given.bind(), login);
    }

    static Path requireWritable(Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new InvalidOptionException("--data=" + data + " is not a directory and cannot be created: " + e);
        }
        if (data.toString().isBlank() || !Files.isWritable(data)) {
            throw new InvalidOptionException("--data=" + data + " is not writable for this user");
        }
        return data;
    }
}
