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
 * Demands a login of every connection if there is a user, and nothing if there is none. What is known of a connection
 * lives in attributes of its channel, whose commands come one after the other on one thread.
 */
final class Authentication {

    private static final Logger log = LoggerFactory.getLogger(Authentication.class);

    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final Set<String> OPEN_TO_ALL = Set.of(
            "hello", "isMaster", "ismaster", "saslStart", "saslContinue", "ping", "buildInfo", "buildinfo", "logout");
    private static final AttributeKey<Boolean> LOGGED_IN = AttributeKey.valueOf(Authentication.class, "loggedIn");
    private static final AttributeKey<Conversation> CONVERSATION =
            AttributeKey.valueOf(Authentication.class, "conversation");
    private static final int CONVERSATION_ID = 1;

    private final @Nullable Credential credential;

    Authentication(@Nullable Credential credential) {
        this.credential = credential;
    }

    /** A login under way; the exchange is null once the proof was right and an empty message is awaited. */
    private record Conversation(@Nullable ScramExchange exchange, boolean skipsEmptyExchange) {}

    /**
     * Returns if the connection may send the command.
     *
     * @throws MongoServerError with code 13 if it has to log in before
     */
    void require(Channel channel, String command) {
        if (credential != null && !OPEN_TO_ALL.contains(command) && !isLoggedIn(channel)) {
            throw ServerError.UNAUTHORIZED.because("Command " + command + " requires authentication");
        }
    }

    /** Adds to the reply to {@code hello} what a client asked about logins. */
    void describe(Channel channel, Document hello, Document reply) {
        if (credential == null) {
            return;
        }
        if (hello.containsKey("saslSupportedMechs")) {
            reply.append("saslSupportedMechs", List.of(MECHANISM));
        }
        if (hello.get("speculativeAuthenticate") instanceof Document start
                && MECHANISM.equals(start.get("mechanism"))) {
            try {
                reply.append("speculativeAuthenticate", start(channel, start));
            } catch (MongoServerError e) {
                // the guess was wrong; the client goes on with saslStart and gets the error there
                forget(channel);
            }
        }
    }

    /** Answers {@code saslStart}. */
    Document start(Channel channel, Document query) {
        forget(channel);
        Credential known = requireUser();
        if (!MECHANISM.equals(query.get("mechanism"))) {
            throw ServerError.MECHANISM_UNAVAILABLE.because("Received authentication for mechanism "
                    + query.get("mechanism") + " which is not enabled; there is " + MECHANISM);
        }
        ScramExchange exchange = ScramExchange.start(known, payload(query));
        boolean skips = query.get("options") instanceof Document options
                && Boolean.TRUE.equals(options.get("skipEmptyExchange"));
        channel.attr(CONVERSATION).set(new Conversation(exchange, skips));
        return reply(exchange.challenge(), false);
    }

    /** Answers {@code saslContinue}. */
    Document resume(Channel channel, Document query) {
        requireUser();
        Conversation conversation = channel.attr(CONVERSATION).getAndSet(null);
        if (conversation == null || !Objects.equals(query.get("conversationId"), CONVERSATION_ID)) {
            throw ServerError.PROTOCOL_ERROR.because("No SASL session state found");
        }
        if (conversation.exchange() == null) {
            channel.attr(LOGGED_IN).set(true);
            return reply(new byte[0], true);
        }
        byte[] serverFinal = conversation.exchange().verify(payload(query));
        if (serverFinal == null) {
            log.warn("Login from {} failed: wrong user or password", channel.remoteAddress());
            throw failed();
        }
        if (conversation.skipsEmptyExchange()) {
            channel.attr(LOGGED_IN).set(true);
        } else {
            channel.attr(CONVERSATION).set(new Conversation(null, false));
        }
        return reply(serverFinal, conversation.skipsEmptyExchange());
    }

    /** Makes the connection a stranger's again. */
    void forget(Channel channel) {
        channel.attr(CONVERSATION).set(null);
        channel.attr(LOGGED_IN).set(null);
    }

    private static boolean isLoggedIn(Channel channel) {
        return Boolean.TRUE.equals(channel.attr(LOGGED_IN).get());
    }

    private Credential requireUser() {
        if (credential == null) {
            // as on a MongoDB without users: a password must not seem to protect what it does not
            throw failed();
        }
        return credential;
    }

    private static MongoServerError failed() {
        return ServerError.AUTHENTICATION_FAILED.because("Authentication failed.");
    }

    private static byte[] payload(Document query) {
        return switch (query.get("payload")) {
            case BinData data -> data.getData();
            case null, default -> throw ServerError.BAD_VALUE.because("payload must be binary data");
        };
    }

    private static Document reply(byte[] payload, boolean done) {
        return new Document("conversationId", CONVERSATION_ID)
                .append("done", done)
                .append("payload", new BinData(payload))
                .append("ok", 1.0);
    }
}
