package io.damso.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.oplog.Oplog;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one command at a time and has every write in the file before its reply.
 *
 * <p>A write command is one version of the file: all its documents and index entries, or none. If it throws, everything it
 * did is rolled back. Documents it refuses one by one (a duplicate in an unordered insert) are write errors, not failures:
 * the others are kept, as MongoDB does. If the file cannot be written the store closes it and refuses all that follows;
 * what was acknowledged is there at the next start.
 */
final class DurableBackend extends H2Backend {

    private static final Logger log = LoggerFactory.getLogger(DurableBackend.class);

    /** Names of maps, as the base classes make, rename and drop them. */
    private static final String DATA_PREFIX = "databases.";

    private static final String STATISTICS_PREFIX = "meta.";
    private static final int SHUTDOWN_IN_PROGRESS = 91;

    /** H2 compacts in the background only when it also commits there, so small steps are taken between commands. */
    private static final int COMMITS_BETWEEN_COMPACTIONS = 64;

    /** How long the space of outdated data is not overwritten. */
    private static final int RETENTION_MILLIS = 2000;

    private static final int TARGET_FILL_RATE = 60;
    private static final int COMPACTION_BYTES = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final boolean sync;

    DurableBackend(MVStore file, boolean sync) {
        super(file);
        file.setRetentionTime(RETENTION_MILLIS);
        this.sync = sync;
        version(AnnouncedVersion.MONGO_8_0);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new DurableDatabase(name);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        lock.lock();
        try {
            requireOpen();
            Commands.prepare(command, query);
            if (command.equals("hello")) {
                Document reply = super.handleCommand(channel, database, "ismaster", query);
                return reply.append("isWritablePrimary", true);
            }
            if (!Commands.isWrite(command, query)) {
                return super.handleCommand(channel, database, command, query);
            }
            Document reply = write(channel, database, command, query);
            Commands.correct(command, query, reply);
            return reply;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        lock.lock();
        try {
            requireOpen();
            return super.handleQuery(query);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!getMvStore().isClosed()) {
                super.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (getMvStore().isClosed()) {
            throw new MongoServerError(SHUTDOWN_IN_PROGRESS, "ShutdownInProgress", "The store's file is closed");
        }
    }

    private Document write(Channel channel, String database, String command, Document query) {
        Document reply;
        try {
            reply = super.handleCommand(channel, database, command, query);
        } catch (RuntimeException | Error e) {
            rollBack(command, e);
            throw e;
        }
        try {
            save();
        } catch (RuntimeException | Error e) {
            stop(command, e);
            throw e;
        }
        return reply;
    }

    private void save() {
        long version = getMvStore().commit();
        requireOpen();
        if (version < 0) {
            return;
        }
        if (sync) {
            getMvStore().sync();
        }
        if (version % COMMITS_BETWEEN_COMPACTIONS == 0) {
            getMvStore().compact(TARGET_FILL_RATE, COMPACTION_BYTES);
        }
    }

    private void rollBack(String command, Throwable cause) {
        if (!(cause instanceof MongoServerException)) {
            log.error("{} failed unexpectedly and is undone", command, cause);
        }
        try {
            getMvStore().rollback();
            reopenDatabases();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
            stop(command, cause);
        }
    }

    /** Databases hold their maps and their lists of collections and indexes, which may be those of the failed command. */
    private void reopenDatabases() {
        Set<String> open = listDatabaseNames();
        List<String> names = List.copyOf(open);
        open.clear();
        names.stream().filter(this::isStored).forEach(this::resolveDatabase);
    }

    private boolean isStored(String database) {
        return getMvStore().getMapNames().stream().anyMatch(name -> name.startsWith(DATA_PREFIX + database + "."));
    }

    private void stop(String command, Throwable cause) {
        log.error(
                "{} could be neither kept nor undone; the file is closed as of the last acknowledged write. Check the disk, "
                        + "then restart the store",
                command,
                cause);
        getMvStore().closeImmediately();
    }

    /** An inner class, because the base class's constructor already opens collections and indexes, from the outer file. */
    private final class DurableDatabase extends H2Database {

        DurableDatabase(String name) {
            super(name, getMvStore(), getCursorRegistry());
        }

        @Override
        protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
            String fullName = getFullCollectionNamespace(name);
            MVMap<Object, Document> documents = openMap(DATA_PREFIX + fullName, ValueType.INSTANCE, new DocumentType());
            MVMap<String, Object> statistics = getMvStore().openMap(STATISTICS_PREFIX + fullName);
            return new DurableCollection(this, name, options, documents, statistics, cursorRegistry);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            String mapName = getFullCollectionNamespace(collection) + "._index_" + name;
            return new UniqueIndex(name, keys, sparse, openMap(mapName, new KeyType(), ValueType.INSTANCE));
        }

        @Override
        protected Index<Object> openOrCreateSecondaryIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            return new DeclaredIndex(name, keys);
        }

        /** Drops this database's maps only; the base class also takes those of databases whose names begin alike. */
        @Override
        public void drop(Oplog oplog) {
            String prefix = DATA_PREFIX + databaseName + ".";
            List<String> names = getMvStore().getMapNames().stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .sorted(Comparator.comparing((String name) -> name.startsWith("system.")))
                    .toList();
            names.forEach(name -> dropCollection(name, oplog));
        }
    }

    private <K, V> MVMap<K, V> openMap(String name, DataType<K> keys, DataType<V> values) {
        return getMvStore().openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
    }
}
