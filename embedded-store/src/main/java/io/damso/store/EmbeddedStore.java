package io.damso.store;

import de.bwaldvogel.mongo.MongoServer;
import io.damso.store.access.Credential;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStore;

/**
 * A running store: a file and a listener for MongoDB's wire protocol. By default it listens on the loopback interface.
 * On any other address it requires a user and a password.
 *
 * <p>A write command is applied completely or not at all. Its changes are in the file before its reply, so no
 * acknowledged write is lost if the process is killed. MongoDB features that are not supported are rejected with
 * MongoDB's error codes. Connections are not encrypted.
 */
public final class EmbeddedStore implements AutoCloseable {

    /**
     * Number of threads that serve the connections. While a command waits for the disk, it blocks its thread and all
     * connections of the thread.
     */
    private static final int CONNECTION_THREADS = 32;

    private static final int EXIT_UNAVAILABLE = 1;
    private static final int EXIT_INVALID_OPTION = 2;

    private final MongoServer server;
    private final String uri;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedStore(MongoServer server) {
        this.server = server;
        InetSocketAddress address = server.getLocalAddress();
        this.uri = "mongodb://" + host(address.getAddress()) + ":" + address.getPort();
    }

    private static String host(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    /**
     * Runs the store until the process is terminated. Exit codes: 2 for an unusable option; 1 if the port or the data
     * directory is in use or the file cannot be used. Such a file is not changed.
     *
     * @param args {@code --data=DIR}, {@code --port=N}, {@code --bind=ADDRESS}, {@code --user=NAME},
     *     {@code --password-file=FILE}
     */
    public static void main(String... args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "embedded-store-logback.xml");
        }
        try {
            StoreOptions options = StoreOptions.parse(args);
            EmbeddedStore store = start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(store::close, "embedded-store-close"));
            System.out.println("embedded-store ready: uri=" + store.uri() + " data=" + options.data());
        } catch (StoreUnavailableException e) {
            System.err.println("embedded-store: " + e.getMessage());
            System.exit(e instanceof InvalidOptionException ? EXIT_INVALID_OPTION : EXIT_UNAVAILABLE);
        }
    }

    /**
     * Starts a store in this JVM, without a login and with sync. Its threads keep the JVM alive until {@link #close}.
     *
     * @param port TCP port on the loopback interface; 0 selects a free port
     * @param data directory of the store's file; created if it does not exist
     * @throws StoreUnavailableException if the port is in use, or the data directory or its file is in use or cannot be
     *     used
     */
    public static EmbeddedStore start(int port, Path data) {
        return start(
                new StoreOptions(port, StoreOptions.requireWritable(data), InetAddress.getLoopbackAddress(), null));
    }

    static EmbeddedStore start(StoreOptions options) {
        MongoServer server = new MongoServer(openBackend(options));
        try {
            server.bind(new InetSocketAddress(options.bind(), options.port()), 1, CONNECTION_THREADS);
        } catch (Exception e) {
            // Exception, because Netty throws the checked BindException without declaring it
            server.shutdownNow();
            throw new StoreUnavailableException(
                    "Cannot listen on " + options.bind().getHostAddress() + " port " + options.port() + ": "
                            + e.getMessage() + ". Choose another --port or --bind, or stop the process that uses it",
                    e);
        }
        return new EmbeddedStore(server);
    }

    private static DurableBackend openBackend(StoreOptions options) {
        MVStore file = DataDirectory.open(options.data());
        try {
            Login login = options.login();
            return new DurableBackend(
                    file, Upkeep.Times.DEFAULT, login == null ? null : Credential.of(login.user(), login.password()));
        } catch (RuntimeException e) {
            // nothing may be written to the file
            file.closeImmediately();
            throw DataDirectory.damaged(options.data().resolve(DataDirectory.NAME), e);
        }
    }

    /**
     * Returns the connection string for MongoDB drivers, such as {@code mongodb://127.0.0.1:27017}. It contains no
     * database and no login.
     */
    public String uri() {
        return uri;
    }

    /**
     * Stops listening, disconnects the clients, waits for running commands and closes the file. A second call does
     * nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdownNow();
        }
    }
}
