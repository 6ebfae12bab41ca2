package io.damso.store;

import de.bwaldvogel.mongo.MongoServer;
import io.damso.store.access.Credential;
import io.damso.store.access.GuardedBackend;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * One running store: a file, and a listener that speaks MongoDB's wire protocol; on the loopback interface unless told
 * otherwise, which takes a user and a password.
 *
 * <p>A write command is all or nothing and is in the file before its reply, so that killing the process loses nothing
 * acknowledged. What MongoDB has and this store has not is refused with MongoDB's error codes. Connections are not
 * encrypted.
 */
public final class EmbeddedStore implements AutoCloseable {

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
        this.uri = "mongodb://" + host(address.getAddress()) + ":" + address.getPort();
    }

    private static String host(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    /**
     * Runs the store until the process is told to end. Exits with 2 for an unusable option and with 1 if the port or
     * the data directory is taken or the file cannot be used; such a file is not touched.
     *
     * @param args {@code --data=DIR}, {@code --port=N}, {@code --sync=true|false}, {@code --bind=ADDRESS},
     *     {@code --user=NAME}, {@code --password-file=FILE}
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
        MongoServer server = new MongoServer(new GuardedBackend(openBackend(options), credential(options.login())));
        try {
            server.bind(new InetSocketAddress(options.bind(), options.port()), 1, CONNECTION_THREADS);
        } catch (Exception e) {
            // not only unchecked ones: Netty throws the checked BindException without declaring it
            server.shutdownNow();
            throw cannotListen(options, e);
        }
        return new EmbeddedStore(server);
    }

    private static DurableBackend openBackend(StoreOptions options) {
        MVStore file = DataDirectory.open(options.data());
        try {
            return new DurableBackend(file, options.sync());
        } catch (RuntimeException e) {
            // nothing of what was read so far must be written back
            file.closeImmediately();
            throw DataDirectory.damaged(options.data().resolve(DataDirectory.NAME), e);
        }
    }

    private static @Nullable Credential credential(@Nullable Login login) {
        return login == null ? null : Credential.of(login.user(), login.password());
    }

    private static StoreUnavailableException cannotListen(StoreOptions options, Exception cause) {
        String address = options.bind().getHostAddress();
        if (!isOfThisMachine(options.bind())) {
            return new StoreUnavailableException(
                    "No interface of this machine has the address " + address + ". Choose another --bind", cause);
        }
        if (cause instanceof BindException) {
            return new StoreUnavailableException(
                    "Port " + options.port() + " is taken. Stop the process that listens there or "
                    + "choose another --port", cause);
        }
        return new StoreUnavailableException(
                "Cannot listen on " + address + " port " + options.port() + ": " + cause.getMessage(), cause);
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Returns the connection string for the driver; it names no database. */
    public String uri() {
        return uri;
    }

    /**
     * Stops listening, disconnects the clients, lets commands under way end and closes the file. Does nothing twice.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdownNow();
        }
    }
}
