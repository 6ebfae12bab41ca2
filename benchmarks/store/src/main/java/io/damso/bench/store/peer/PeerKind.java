package io.damso.bench.store.peer;

import io.damso.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A kind of server to measure. */
public enum PeerKind {
    /** Damso's embedded store, with its default: sync before each reply. */
    EMBEDDED("Damso's embedded store, sync on", true),
    /** mongo-java-server's backend for files. */
    H2("mongo-java-server, H2 backend", true),
    /** mongo-java-server's backend for tests, in memory. */
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

    /** Returns a description for tables. */
    public String description() {
        return description;
    }

    /** Returns whether the data survive the end of the process. */
    public boolean keepsData() {
        return keepsData;
    }

    /** Returns the main class and the arguments of a server on a free port. */
    List<String> program(Path data) {
        return switch (this) {
            case EMBEDDED -> List.of(EmbeddedStore.class.getName(), "--port=0", "--data=" + data);
            case H2 ->
                List.of(StockServer.class.getName(), data.resolve("stock.mv").toString());
            case MEMORY -> List.of(StockServer.class.getName());
        };
    }
}
