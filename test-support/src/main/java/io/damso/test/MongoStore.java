package io.damso.test;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server with MongoDB's wire protocol and a database for each test class, which is dropped after it.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MongoStore mongo = new MongoStore();
 * }</pre>
 *
 * <p>It is the server at {@code DAMSO_TEST_MONGO_URI} (a connection string without a database) or one in this JVM.
 * Clients reach it through a TCP proxy that {@link #disconnect} cuts and {@link #reconnect} restores; no stored data is
 * lost.
 */
public final class MongoStore implements BeforeAllCallback, AfterAllCallback {

    private @Nullable EmbeddedMongo embedded;
    private @Nullable TcpProxy proxy;
    private String database = "";
    private String serverUri = "";

    /** Creates a store that starts before the first test of the class. */
    public MongoStore() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        String given = System.getenv("DAMSO_TEST_MONGO_URI");
        if (given == null) {
            embedded = new EmbeddedMongo();
            serverUri = embedded.uri();
        } else {
            serverUri = given;
        }
        String[] address = new ConnectionString(serverUri).getHosts().getFirst().split(":");
        proxy = new TcpProxy(address[0], address.length > 1 ? Integer.parseInt(address[1]) : 27017);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        database = (context.getRequiredTestClass().getSimpleName() + "-" + unique).toLowerCase(Locale.ROOT);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (proxy != null) {
            proxy.close();
        }
        if (embedded != null) {
            embedded.close();
            return;
        }
        try (MongoClient client = MongoClients.create(serverUri)) {
            client.getDatabase(database).drop();
        }
    }

    /** Returns the connection string with the database of this class. */
    public String uri() {
        return "mongodb://127.0.0.1:" + proxy().port() + "/" + database;
    }

    /** Returns the name of the database of this class. */
    public String database() {
        return database;
    }

    /** Closes all connections, and new ones at once. */
    public void disconnect() {
        proxy().cut();
    }

    /** Accepts clients again. */
    public void reconnect() {
        proxy().restore();
    }

    private TcpProxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("Register MongoStore with @RegisterExtension in a static field first");
        }
        return proxy;
    }
}
