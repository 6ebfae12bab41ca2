package io.damso.store;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * One running store: a file, and a listener on the loopback interface that speaks MongoDB's wire protocol.
 *
 * <p>A write command is all or nothing and is in the file before its reply, so that killing the process loses nothing
 * acknowledged. There are no transactions, sessions or change streams, no authentication.
 */
public final class EmbeddedStore implements AutoCloseable {

    private static final String FILE_NAME = "damso.mv";
    private static final int CACHE_MEGABYTES = 64;

    /** A command blocks its thread while it waits for the disk, and with it the thread's other connections. */
    private static final int CONNECTION_THREADS = 32;

    private static final int EXIT_UNAVAILABLE = 1;
    private static final int EXIT_INVALID_OPTION = 2;

    private final MongoServer server;
    private final String uri;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedStore(MongoServer server) {
        this.server = server;
        InetSocketAddress address = server.getLocalAddress();
        this.uri = "mongodb://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /**
     * Runs the store until the process is told to end. Exits with 2 for an unusable option and with 1 if the port or the
     * data directory is taken.
     *
     * @param args {@code --data=DIR}, {@code --port=N}, {@code --sync=true|false}
     */
    public static void main(String... args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "embedded-store-logback.xml");
        }
        int exitCode = run(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String... args) {
        try {
            StoreOptions options = StoreOptions.parse(args);
            EmbeddedStore store = start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(store::close, "embedded-store-close"));
            System.out.println("embedded-store ready: uri=" + store.uri() + " data=" + options.data());
            return 0;
        } catch (InvalidOptionException e) {
            System.err.println("embedded-store: " + e.getMessage());
            return EXIT_INVALID_OPTION;
        } catch (StoreUnavailableException e) {
            System.err.println("embedded-store: " + e.getMessage());
            return EXIT_UNAVAILABLE;
        }
    }

    /**
     * Starts a store in this JVM. Its threads keep the JVM alive until {@link #close}.
     *
     * @param port TCP port on the loopback interface; 0 takes a free one
     * @param data directory of the store's file; made if it does not exist
     * @throws StoreUnavailableException if the port is taken, or the data directory is in use or unreadable
     */
    public static EmbeddedStore start(int port, Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new StoreUnavailableException("Cannot make the data directory " + data + ": " + e, e);
        }
        return start(new StoreOptions(port, data, true));
    }

    static EmbeddedStore start(StoreOptions options) {
        MVStore file = open(options.data().resolve(FILE_NAME));
        MongoServer server = new MongoServer(new DurableBackend(file, options.sync()));
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 1, CONNECTION_THREADS);
        } catch (Exception e) {
            // not only unchecked ones: Netty throws the checked BindException without declaring it
            server.shutdownNow();
            throw cannotListen(options.port(), e);
        }
        return new EmbeddedStore(server);
    }

    private static StoreUnavailableException cannotListen(int port, Exception cause) {
        if (cause instanceof BindException) {
            return new StoreUnavailableException(
                    "Port " + port + " is taken. Stop the process that listens there or choose another --port", cause);
        }
        return new StoreUnavailableException("Cannot listen on port " + port + ": " + cause.getMessage(), cause);
    }

    private static MVStore open(Path file) {
        try {
            // Both switches are needed: with a buffer left, H2 commits in the middle of a command when it is full.
            return new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .cacheSize(CACHE_MEGABYTES)
                    .open();
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new StoreUnavailableException("Data directory " + file.getParent() + " is in use by another store. "
                        + "Stop that process or choose another --data", e);
            }
            throw new StoreUnavailableException("Cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the connection string for the driver; it names no database. */
    public String uri() {
        return uri;
    }

    /** Stops listening, disconnects the clients, lets commands under way end and closes the file. Does nothing twice. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdownNow();
        }
    }
}
