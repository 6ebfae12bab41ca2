package io.damso.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the store is started.
 *
 * @param port TCP port on the loopback interface; 0 takes a free one
 * @param data directory of the store's file; made if it does not exist
 * @param sync whether a write is forced to the disk before its reply; without it acknowledged writes outlive the process,
 *     but a power failure may damage the file
 */
record StoreOptions(int port, Path data, boolean sync) {

    static final String USAGE = "usage: embedded-store --data=DIR [--port=27017] [--sync=true]";

    private static final int DEFAULT_PORT = 27017;
    private static final int MAX_PORT = 65535;

    /**
     * Reads the command line and makes the data directory.
     *
     * @throws InvalidOptionException if an option is missing, unknown or unusable
     */
    static StoreOptions parse(String... args) {
        int port = DEFAULT_PORT;
        boolean sync = true;
        Path data = null;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            String value = equals < 0 ? "" : arg.substring(equals + 1);
            switch (name) {
                case "--port" -> port = parsePort(value);
                case "--data" -> data = parseData(value);
                case "--sync" -> sync = parseSync(value);
                default -> throw new InvalidOptionException("Unknown option " + name + "; " + USAGE);
            }
        }
        return new StoreOptions(port, requireWritable(data), sync);
    }

    private static int parsePort(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // refused below, as a number out of range is
        }
        throw new InvalidOptionException("--port=" + value + " is not a port; give a number from 0 (any free port) to "
                + MAX_PORT);
    }

    private static boolean parseSync(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidOptionException("--sync=" + value + " is neither true nor false");
        };
    }

    private static Path parseData(String value) {
        if (value.isBlank()) {
            throw new InvalidOptionException("--data is empty; give the directory that keeps the store's file");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new InvalidOptionException("--data=" + value + " is not a path: " + e.getReason());
        }
    }

    private static Path requireWritable(@Nullable Path data) {
        if (data == null) {
            throw new InvalidOptionException("--data is missing; give the directory that keeps the store's file; " + USAGE);
        }
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new InvalidOptionException("--data=" + data + " is not a directory and cannot be made one: " + e);
        }
        if (!Files.isWritable(data)) {
            throw new InvalidOptionException("--data=" + data + " is not writable for this user");
        }
        return data;
    }
}
