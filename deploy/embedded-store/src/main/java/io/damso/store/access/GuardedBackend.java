package io.damso.store.access;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.damso.store.refusal.Refusals;
import io.damso.store.refusal.ServerError;
import io.netty.channel.Channel;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the backend: lets only those in who may come, refuses what cannot be served, and answers what concerns
 * the server and not its data. A ping goes through to the backend, so that it fails when the file does.
 */
public final class GuardedBackend implements MongoBackend {

    private final MongoBackend backend;
    private final Authentication authentication;
    private final ServerDescription description = new ServerDescription();

    /** Guards a backend. Without a credential everybody who can connect may do everything. */
    public GuardedBackend(MongoBackend backend, @Nullable Credential credential) {
        this.backend = backend;
        this.authentication = new Authentication(credential);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document query = message.getDocument();
        String command = query.keySet().iterator().next();
        if (!(query.get("$db") instanceof String database)) {
            throw ServerError.MISSING_FIELD.because("OP_MSG requests require a $db argument");
        }
        Channel channel = message.getChannel();
        description.opened(channel);
        authentication.require(channel, command);
        Refusals.check(database, command, query);
        description.count(command, query);
        Document answer = answer(channel, database, command, query);
        if (answer != null) {
            return answer;
        }
        ListFilter filter = ListFilter.takeFrom(command, query);
        return filter.apply(backend.handleMessage(message));
    }

    private @Nullable Document answer(Channel channel, String database, String command, Document query) {
        return switch (command) {
            case "hello", "isMaster", "ismaster" -> hello(channel, database, command, query);
            case "saslStart" -> authentication.start(channel, query);
            case "saslContinue" -> authentication.resume(channel, query);
            case "logout" -> {
                authentication.forget(channel);
                yield ServerDescription.ok();
            }
            case "endSessions" -> ServerDescription.ok();
            case "serverStatus" -> {
                Document build = backend.handleCommand(channel, database, "buildInfo", query);
                yield description.serverStatus(Objects.requireNonNull(build.get("version")));
            }
            case "listCommands" -> ServerDescription.listCommands();
            default -> null;
        };
    }

    private Document hello(Channel channel, String database, String command, Document query) {
        description.opened(channel);
        Document reply = backend.handleCommand(channel, database, "ismaster", query);
        description.describe(channel, command, reply);
        authentication.describe(channel, query, reply);
        return reply;
    }

    /** Commands in the old OP_QUERY form: only the greeting, as in MongoDB since 5.1. */
    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        return switch (command) {
            case "hello", "isMaster", "ismaster" -> hello(channel, database, command, query);
            default -> new Document("ok", 0.0)
                    .append("errmsg", "Unsupported OP_QUERY command: " + command)
                    .append("code", ServerError.UNSUPPORTED_OP_QUERY.code())
                    .append("codeName", "UnsupportedOpQueryCommand");
        };
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        throw unsupportedQuery();
    }

    @Override
    public Collection<Document> getCurrentOperations(MongoQuery query) {
        throw unsupportedQuery();
    }

    @Override
    public Document getServerStatus() {
        throw unsupportedQuery();
    }

    private static RuntimeException unsupportedQuery() {
        return ServerError.UNSUPPORTED_OP_QUERY.because("OP_QUERY is no longer supported");
    }

    @Override
    public void handleClose(Channel channel) {
        description.closed(channel);
        backend.handleClose(channel);
    }

    @Override
    public void dropDatabase(String database) {
        backend.dropDatabase(database);
    }

    @Override
    public void close() {
        backend.close();
    }

    @Override
    public void closeCursors(List<Long> cursorIds) {
        backend.closeCursors(cursorIds);
    }

    @Override
    public Clock getClock() {
        return backend.getClock();
    }

    @Override
    public void enableOplog() {
        backend.enableOplog();
    }

    @Override
    public void disableOplog() {
        backend.disableOplog();
    }

    @Override
    public MongoDatabase resolveDatabase(String database) {
        return backend.resolveDatabase(database);
    }

    @Override
    public MongoBackend version(MongoVersion version) {
        backend.version(version);
        return this;
    }
}
