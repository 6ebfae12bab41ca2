package io.damso.bench.store.peer;

import io.damso.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A server that takes part. */
public enum PeerKind {
    /** This project's store, with sync before each reply, its default. */
    EMBEDDED("Damso's embedded store, sync on", true),
    /** What mongo-java-server has for files. */
    H2("mongo-java-server, H2 backend", true),
    /** What mongo-java-server has for tests. */
    MEMORY("mongo-java-server, memory backend", false);

    private final String description;
    private final boolean keepsData;

    PeerKind(String description, boolean keepsData) {
        this.description = description;
        this.keepsData = keepsData;
    }

    /** Returns the name for options and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what it is. */
    public String description() {
        return description;
    }

    /** Returns whether its data outlive its process. */
    public boolean keepsData() {
        return keepsData;
    }

    /** Returns main class and arguments of a server on a free port. */
    List<String> program(Path data) {
        return switch (this) {
            case EMBEDDED -> List.of(EmbeddedStore.class.getName(), "--port=0", "--data=" + data);
            case H2 -> List.of(StockServer.class.getName(), data.resolve("stock.mv").toString());
            case MEMORY -> List.of(StockServer.class.getName());
        };
    }
}
