package io.damso.persistence.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.ServerHeartbeatFailedEvent;
import com.mongodb.event.ServerMonitorListener;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.bson.Document;

/**
 * Pings the MongoDB at {@code SPRING_MONGODB_URI} before the service is started. If it cannot be used, the exit code is
 * 1 and standard error has one sentence without passwords.
 */
final class StoreCheck {

    private static final long TIMEOUT_SECONDS = 5;
    private static final String DEFAULT_DATABASE = "admin";

    private StoreCheck() {}

    /** Runs the check. */
    public static void main(String[] args) {
        Optional<String> mistake = mistake(System.getenv("SPRING_MONGODB_URI"));
        mistake.ifPresent(System.err::println);
        System.exit(mistake.isPresent() ? 1 : 0);
    }

    /** Returns why MongoDB cannot be used, or empty if it answers within about five seconds. */
    static Optional<String> mistake(String uri) {
        Map<String, String> reasons = new ConcurrentHashMap<>();
        try {
            ConnectionString connection = new ConnectionString(uri);
            try (MongoClient client = MongoClients.create(settings(connection, reasons))) {
                String database = Objects.requireNonNullElse(connection.getDatabase(), DEFAULT_DATABASE);
                client.getDatabase(database).runCommand(new Document("ping", 1));
            }
            return Optional.empty();
        } catch (MongoSecurityException e) {
            return Optional.of("it refuses the login. Check user, password and authSource in the URI.");
        } catch (IllegalArgumentException e) {
            return Optional.of("the URI is not valid.");
        } catch (MongoException e) {
            return Optional.of(reasons.isEmpty() ? "it does not answer." : described(reasons));
        }
    }

    private static MongoClientSettings settings(ConnectionString connection, Map<String, String> reasons) {
        ServerMonitorListener listener = new ServerMonitorListener() {
            @Override
            public void serverHeartbeatFailed(ServerHeartbeatFailedEvent event) {
                String server =
                        event.getConnectionId().getServerId().getAddress().toString();
                reasons.put(server, reason(event.getThrowable()));
            }
        };
        return MongoClientSettings.builder()
                .applyConnectionString(connection)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout((int) TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .applyToServerSettings(server -> server.addServerMonitorListener(listener))
                .build();
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConnectException refused -> {
                    return "connection refused";
                }
                case UnknownHostException unknown -> {
                    return "no such host";
                }
                case SocketTimeoutException late -> {
                    return "no answer";
                }
                case SSLException untrusted -> {
                    return "its certificate is not trusted, or it does not use TLS";
                }
                default -> {}
            }
        }
        return "it closes the connection, or does not use MongoDB's protocol";
    }

    private static String described(Map<String, String> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; ", "", "."));
    }
}
