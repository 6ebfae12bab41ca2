package io.damso.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store on a file of its own for each test, with a connected client; upkeep runs as often as the test says. */
final class RunningStore implements BeforeEachCallback, AfterEachCallback {

    private final Upkeep.Times times;
    private Path directory;
    private MongoServer server;
    private MongoClient client;

    RunningStore() {
        this(Upkeep.Times.DEFAULT);
    }

    RunningStore(Upkeep.Times times) {
        this.times = times;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("embedded-store");
        open();
    }

    private void open() {
        MVStore store = new MVStore.Builder()
                .fileName(file().toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        server = new MongoServer(new DurableBackend(store, times, null));
        server.bind("127.0.0.1", 0);
        client = MongoClients.create(
                "mongodb://127.0.0.1:" + server.getLocalAddress().getPort());
    }

    Path file() {
        return directory.resolve("test.mv");
    }

    MongoDatabase database() {
        return client.getDatabase("chat");
    }

    MongoCollection<Document> collection() {
        return database().getCollection("messages");
    }

    void restart() {
        close();
        open();
    }

    private void close() {
        client.close();
        server.shutdownNow();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(RunningStore::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
