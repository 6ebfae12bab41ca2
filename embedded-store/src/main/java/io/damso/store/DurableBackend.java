package io.damso.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.damso.store.access.Authentication;
import io.damso.store.access.Credential;
import io.damso.store.command.Commands;
import io.damso.store.refusal.CommandRules;
import io.damso.store.refusal.ServerError;
import io.damso.store.storage.Cursors;
import io.damso.store.storage.StoreFile;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Answers the messages of all connections: requires a login, rejects what is not supported, answers questions about the
 * server, and runs commands on the file.
 */
final class DurableBackend extends AbstractMongoBackend {

    /** Wire version of MongoDB 8.0. Current drivers reject the older versions that mongo-java-server defines. */
    private static final int WIRE_VERSION = 25;

    private static final int MAX_DOCUMENT_SIZE = 16 << 20;
    private static final int MAX_MESSAGE_SIZE = 48_000_000;
    private static final int MAX_WRITE_BATCH = 100_000;

    /**
     * Timeout of sessions in minutes, as a standalone MongoDB reports it. Clients may name sessions, but sessions have
     * no effect. Without this field drivers would reject transactions themselves, with other errors.
     */
    private static final int SESSION_MINUTES = 30;

    private final StoreFile file;
    private final Cursors cursors = new Cursors();
    private final Commands commands;
    private final Authentication authentication;
    private final Upkeep upkeep;

    /**
     * Opens the collections and starts the upkeep.
     *
     * @param credential null if every client may send every command without a login
     */
    DurableBackend(MVStore store, Upkeep.Times times, @Nullable Credential credential) {
        file = new StoreFile(store);
        commands = new Commands(file, cursors);
        authentication = new Authentication(credential);
        upkeep = new Upkeep(file, cursors, times);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document query = message.getDocument();
        String command = query.keySet().iterator().next();
        if (!(query.get("$db") instanceof String database)) {
            throw ServerError.MISSING_FIELD.because("OP_MSG requests require a $db argument");
        }
        Channel channel = message.getChannel();
        authentication.require(channel, command);
        CommandRules.check(database, command, query);
        return switch (command) {
            case "hello", "isMaster", "ismaster" -> hello(command, query);
            case "buildInfo" ->
                new Document("version", "8.0.0")
                        .append("versionArray", List.of(8, 0, 0))
                        .append("maxBsonObjectSize", MAX_DOCUMENT_SIZE)
                        .append("ok", 1.0);
            case "saslStart" -> authentication.start(channel, query);
            case "saslContinue" -> authentication.resume(channel, query);
            case "logout" -> authentication.logout(channel);
            case "endSessions" -> new Document("ok", 1.0);
            default -> commands.run(database, command, query);
        };
    }

    private Document hello(String command, Document query) {
        Document reply = new Document(command.equals("hello") ? "isWritablePrimary" : "ismaster", true)
                .append("helloOk", true)
                .append("readOnly", false)
                .append("maxBsonObjectSize", MAX_DOCUMENT_SIZE)
                .append("maxMessageSizeBytes", MAX_MESSAGE_SIZE)
                .append("maxWriteBatchSize", MAX_WRITE_BATCH)
                .append("logicalSessionTimeoutMinutes", SESSION_MINUTES)
                .append("minWireVersion", 0)
                .append("maxWireVersion", WIRE_VERSION);
        authentication.describe(query, reply);
        return reply.append("ok", 1.0);
    }

    /**
     * Handles a command in the old OP_QUERY format. Only {@code hello} and its older names are supported, as in MongoDB
     * since 5.1.
     */
    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        return switch (command) {
            case "hello", "isMaster", "ismaster" -> hello(command, query);
            default -> throw unsupportedQuery();
        };
    }

    @Override
    public Document getServerStatus() {
        throw unsupportedQuery();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        throw unsupportedQuery();
    }

    private static MongoServerError unsupportedQuery() {
        return ServerError.UNSUPPORTED_OP_QUERY.because("OP_QUERY is not supported, except for hello");
    }

    @Override
    public void close() {
        upkeep.close();
        cursors.killIdle(Duration.ZERO);
        file.close();
        super.close();
    }
}
