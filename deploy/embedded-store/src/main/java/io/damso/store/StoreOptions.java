package io.damso.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the store is started.
 *
 * @param port TCP port; 0 takes a free one
 * @param data directory of the store's file; made if it does not exist
 * @param sync whether a write is forced to the disk before its reply; without it acknowledged writes outlive the
 *     process, but a power failure may damage the file
 * @param bind address to listen on; if it is not the loopback interface there is a login
 * @param login whom every connection has to log in as; null if everybody on this machine may use the store
 */
record StoreOptions(int port, Path data, boolean sync, InetAddress bind, @Nullable Login login) {

    static final String USAGE = "usage: embedded-store --data=DIR [--port=27017] [--sync=true]"
            + " [--bind=127.0.0.1] [--user=NAME --password-file=FILE]";

    private static final int DEFAULT_PORT = 27017;
    private static final int MAX_PORT = 65535;

    StoreOptions(int port, Path data, boolean sync) {
        this(port, data, sync, InetAddress.getLoopbackAddress(), null);
    }

    /**
     * Reads the command line and the environment and makes the data directory.
     *
     * @throws InvalidOptionException if an option is missing, unknown or unusable
     */
    static StoreOptions parse(String... args) {
        return parse(System.getenv(), args);
    }

    static StoreOptions parse(Map<String, String> environment, String... args) {
        int port = DEFAULT_PORT;
        boolean sync = true;
        Path data = null;
        InetAddress bind = InetAddress.getLoopbackAddress();
        String user = null;
        Path passwordFile = null;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            String value = equals < 0 ? "" : arg.substring(equals + 1);
            switch (name) {
                case "--port" -> port = parsePort(value);
                case "--data" -> data = parsePath(name, value, "give the directory that keeps the store's file");
                case "--sync" -> sync = parseSync(value);
                case "--bind" -> bind = parseAddress(value);
                case "--user" -> user = value;
                case "--password-file" -> passwordFile = parsePath(name, value, "give the file with the password");
                case "--password" -> throw new InvalidOptionException(
                        "--password is no option, because everybody on this "
                        + "machine can read command lines; use --password-file or " + Login.PASSWORD_VARIABLE);
                default -> throw new InvalidOptionException("Unknown option " + name + "; " + USAGE);
            }
        }
        Login login = Login.read(user, passwordFile, environment.get(Login.PASSWORD_VARIABLE));
        if (!bind.isLoopbackAddress() && login == null) {
            throw new InvalidOptionException(
                    "--bind=" + bind.getHostAddress() + " lets other machines in, which needs --user"
                    + " and a password");
        }
        return new StoreOptions(port, requireWritable(data), sync, bind, login);
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

    private static InetAddress parseAddress(String value) {
        if (value.isBlank()) {
            throw new InvalidOptionException(
                    "--bind is empty; give an address of this machine, or 0.0.0.0 for all of them");
        }
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new InvalidOptionException("--bind=" + value + " is not an address and no name of one");
        }
    }

    private static Path parsePath(String name, String value, String remedy) {
        if (value.isBlank()) {
            throw new InvalidOptionException(name + " is empty; " + remedy);
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new InvalidOptionException(name + "=" + value + " is not a path: " + e.getReason());
        }
    }

    private static Path requireWritable(@Nullable Path data) {
        if (data == null) {
            throw new InvalidOptionException(
                    "--data is missing; give the directory that keeps the store's file; " + USAGE);
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
