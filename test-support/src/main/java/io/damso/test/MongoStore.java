package io.damso.test;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

/**
 * A store over MongoDB's wire protocol with a database of its own for each test class, dropped after it.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MongoStore mongo = new MongoStore();
 * }</pre>
 *
 * <p>It is the server at {@code DAMSO_TEST_MONGO_URI} (a connection string without a database) or one in this JVM.
 * Clients reach it through a wire that {@link #goAway} cuts and {@link #comeBack} mends; nothing stored is lost.
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

    /** Closes every connection, and new ones at once. */
    public void goAway() {
        proxy().cut();
    }

    /** Lets clients connect again. */
    public void comeBack() {
        proxy().mend();
    }

    private TcpProxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("Register MongoStore with @RegisterExtension in a static field first");
        }
        return proxy;
    }
}
