package io.damso.test;

import io.damso.store.EmbeddedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded store in this JVM, with a temporary directory that {@code close} deletes. */
final class EmbeddedMongo implements AutoCloseable {

    private final Path data;
    private final EmbeddedStore store;

    EmbeddedMongo() {
        try {
            data = Files.createTempDirectory("damso-test-store-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store = EmbeddedStore.start(0, data);
    }

    /** Returns the connection string without a database. */
    String uri() {
        return store.uri();
    }

    @Override
    public void close() {
        store.close();
        FileTree.delete(data);
    }
}
