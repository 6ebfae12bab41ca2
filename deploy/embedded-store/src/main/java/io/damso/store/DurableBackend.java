package io.damso.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.damso.store.storage.Cursors;
import io.damso.store.storage.StoreFile;
import io.damso.store.storage.StoredDatabase;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/**
 * Runs write commands one at a time, each whole or not at all, and replies when they are durable; reads run beside them.
 *
 * <p>Documents that a write refuses one by one (a duplicate in an unordered insert) are write errors, not failures: the
 * others are kept, as MongoDB does.
 */
final class DurableBackend extends AbstractMongoBackend {

    /** Has no collections of its own here; most of its commands are about the server. */
    private static final String ADMIN = "admin";

    private final ReadWriteLock reopening = new ReentrantReadWriteLock();
    private final StoreFile file;
    private final Cursors cursors;
    private final Upkeep upkeep;

    DurableBackend(MVStore store, boolean sync) {
        this(store, sync, Upkeep.Times.DEFAULT);
    }

    DurableBackend(MVStore store, boolean sync, Upkeep.Times times) {
        version(AnnouncedVersion.MONGO_8_0);
        file = new StoreFile(store, sync, this::openDatabases);
        cursors = new Cursors(file);
        openDatabases();
        file.start();
        upkeep = new Upkeep(file, cursors, this::storedDatabases, times);
    }

    /** Databases hold their lists of collections and indexes, which may be those of a failed command. */
    private void openDatabases() {
        reopening.writeLock().lock();
        try {
            listDatabaseNames().clear();
            StoredDatabase.names(file).forEach(this::resolveDatabase);
            storedDatabases().forEach(StoredDatabase::removeUnlistedIndexes);
        } finally {
            reopening.writeLock().unlock();
        }
    }

    /** Keeps a read from opening a database by itself while they are being reopened. */
    @Override
    public MongoDatabase resolveDatabase(String name) {
        reopening.readLock().lock();
        try {
            return super.resolveDatabase(name);
        } finally {
            reopening.readLock().unlock();
        }
    }

    private List<StoredDatabase> storedDatabases() {
        return listDatabaseNames().stream().map(name -> (StoredDatabase) resolveDatabase(name)).toList();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return file.live(() -> new StoredDatabase(name, file, cursors, getCursorRegistry()));
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        Commands.prepare(command, query);
        if (Commands.isWrite(command, query) || opensDatabases(command, database)) {
            Document reply = file.write(() -> super.handleCommand(channel, database, command, query));
            Commands.correct(command, query, reply);
            return reply;
        }
        return file.read(() -> super.handleCommand(channel, database, command, query));
    }

    /** A database is made when it is first named. */
    private boolean opensDatabases(String command, String database) {
        return command.equalsIgnoreCase("listDatabases")
                || !database.equals(ADMIN) && !listDatabaseNames().contains(database);
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        return file.write(() -> new QueryResult(super.handleQuery(query).collectDocuments()));
    }

    @Override
    protected Document handleGetMore(String databaseName, String command, Document query) {
        long id = ((Number) query.get(command)).longValue();
        int batchSize = ((Number) query.getOrDefault("batchSize", Commands.DEFAULT_BATCH_SIZE)).intValue();
        QueryResult next = cursors.next(id, batchSize);
        return new Document("cursor", new Document("id", next.getCursorId())
                        .append("ns", databaseName + "." + query.get("collection"))
                        .append("nextBatch", next.collectDocuments()))
                .append("ok", 1.0);
    }

    @Override
    protected Document handleKillCursors(Document query) {
        List<Object> killed = new ArrayList<>();
        List<Object> notFound = new ArrayList<>();
        ((List<?>) query.get("cursors")).forEach(id -> (cursors.kill((Long) id) ? killed : notFound).add(id));
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", notFound)
                .append("cursorsAlive", List.of())
                .append("cursorsUnknown", List.of())
                .append("ok", 1.0);
    }

    @Override
    public void close() {
        upkeep.close();
        cursors.killIdle(Duration.ZERO);
        file.close();
        super.close();
    }
}
