package io.damso.store.access;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.damso.store.refusal.ServerError;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requires a login on every connection if the store has a user, and none otherwise. The state of a connection is stored
 * in attributes of its channel. The commands of a channel run one after the other on one thread.
 */
public final class Authentication {

    private static final Logger log = LoggerFactory.getLogger(Authentication.class);

    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final Set<String> OPEN_TO_ALL =
            Set.of("hello", "isMaster", "ismaster", "saslStart", "saslContinue", "ping", "buildInfo", "logout");
    private static final AttributeKey<Boolean> LOGGED_IN = AttributeKey.valueOf(Authentication.class, "loggedIn");
    private static final AttributeKey<ScramExchange> EXCHANGE = AttributeKey.valueOf(Authentication.class, "exchange");
    private static final int CONVERSATION_ID = 1;

    private final @Nullable Credential credential;

    /**
     * Creates the access control.
     *
     * @param credential null if no login is required
     */
    public Authentication(@Nullable Credential credential) {
        this.credential = credential;
    }

    /**
     * Returns normally if the connection may send the command.
     *
     * @throws MongoServerError with code 13 if it must log in first
     */
    public void require(Channel channel, String command) {
        boolean isLoggedIn = Boolean.TRUE.equals(channel.attr(LOGGED_IN).get());
        if (credential != null && !OPEN_TO_ALL.contains(command) && !isLoggedIn) {
            throw ServerError.UNAUTHORIZED.because("Command " + command + " requires authentication");
        }
    }

    /** Adds the mechanism to the reply to {@code hello} if the client asked for it. */
    public void describe(Document hello, Document reply) {
        if (credential != null && hello.containsKey("saslSupportedMechs")) {
            reply.append("saslSupportedMechs", List.of(MECHANISM));
        }
    }

    /**
     * Handles {@code saslStart}: starts a login and returns the challenge.
     *
     * @throws MongoServerError with code 18 if the store has no user, 334 for another mechanism, or 2 for a malformed
     *     message
     */
    public Document start(Channel channel, Document query) {
        logout(channel);
        if (credential == null) {
            // as in a MongoDB without users: a successful login would suggest protection that does not exist
            throw failed();
        }
        if (!MECHANISM.equals(query.get("mechanism"))) {
            throw ServerError.MECHANISM_UNAVAILABLE.because("Received authentication for mechanism "
                    + query.get("mechanism") + " which is not enabled; there is " + MECHANISM);
        }
        ScramExchange exchange = ScramExchange.start(credential, payload(query));
        channel.attr(EXCHANGE).set(exchange);
        return reply(exchange.challenge(), false);
    }

    /**
     * Handles {@code saslContinue}: verifies the proof and completes the login.
     *
     * @throws MongoServerError with code 18 if the login fails, 17 if no login is in progress, or 2 for a malformed
     *     message
     */
    public Document resume(Channel channel, Document query) {
        ScramExchange exchange = channel.attr(EXCHANGE).getAndSet(null);
        if (exchange == null || !Objects.equals(query.get("conversationId"), CONVERSATION_ID)) {
            throw ServerError.PROTOCOL_ERROR.because("No SASL session state found");
        }
        byte[] serverFinal = exchange.verify(payload(query));
        if (serverFinal == null) {
            log.warn("Login from {} failed: wrong user or password", channel.remoteAddress());
            throw failed();
        }
        channel.attr(LOGGED_IN).set(true);
        return reply(serverFinal, true);
    }

    /** Handles {@code logout}: logs the connection out and discards a login in progress. */
    public Document logout(Channel channel) {
        channel.attr(EXCHANGE).set(null);
        channel.attr(LOGGED_IN).set(null);
        return new Document("ok", 1.0);
    }

    private static MongoServerError failed() {
        return ServerError.AUTHENTICATION_FAILED.because("Authentication failed.");
    }

    private static byte[] payload(Document query) {
        if (query.get("payload") instanceof BinData data) {
            return data.getData();
        }
        throw ServerError.BAD_VALUE.because("payload must be binary data");
    }

    private static Document reply(byte[] payload, boolean done) {
        return new Document("conversationId", CONVERSATION_ID)
                .append("done", done)
                .append("payload", new BinData(payload))
                .append("ok", 1.0);
    }
}
