package io.damso.bench.store;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.store.load.Inserts;
import io.damso.bench.store.load.Ledger;
import io.damso.bench.store.load.Messages;
import io.damso.bench.store.load.Questions;
import io.damso.bench.store.load.Sampling;
import io.damso.bench.store.load.Timing;
import io.damso.bench.store.peer.Peer;
import io.damso.bench.store.peer.PeerKind;
import io.damso.bench.store.peer.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Measures one server: inserts up to each size, runs the queries at each size, and restarts the server at the end. */
final class PeerRun {

    static final String DATABASE = "damso";

    /** Number of samples of each query, if the time limit allows it. */
    static final int SAMPLES = 5_000;

    private static final long WARM_UP_DOCUMENTS = 20_000;
    private static final int WARM_UP_SHARE = 4;

    private final PeerKind kind;
    private final Workspace workspace;
    private final StoreBenchOptions options;
    private final Progress progress;
    private final Ledger ledger = new Ledger();

    PeerRun(PeerKind kind, Workspace workspace, StoreBenchOptions options, Progress progress) {
        this.kind = kind;
        this.workspace = workspace;
        this.options = options;
        this.progress = progress;
    }

    PeerResult run() {
        progress.say("%s: %s", kind.label(), kind.description());
        List<SizeResult> sizes = new ArrayList<>();
        boolean ended;
        try (Peer peer = workspace.start(kind, options.patience())) {
            MongoDatabase database = prepare(peer);
            grow(peer, database, sizes);
            ended = peer.terminate();
        } catch (BenchmarkException e) {
            workspace.requireOpen();
            return new PeerResult(kind.label(), kind.description(), sizes, null, e.getMessage());
        }
        EndResult end = kind.keepsData() && ledger.documents() > 0
                ? new ReturnTrial(kind, workspace, options, progress, ledger).run(ended)
                : null;
        return new PeerResult(kind.label(), kind.description(), sizes, end, null);
    }

    private MongoDatabase prepare(Peer peer) {
        MongoDatabase database = peer.client().getDatabase(DATABASE);
        try {
            warmUp(peer, database);
            database.getCollection(Messages.COLLECTION).createIndexes(Messages.indexes());
            return database;
        } catch (RuntimeException e) {
            throw new BenchmarkException(peer.explain(e), e);
        }
    }

    /** Warms up with a separate collection, which is dropped. */
    private void warmUp(Peer peer, MongoDatabase database) {
        long documents = Math.min(WARM_UP_DOCUMENTS, options.sizes().getLast());
        progress.say("  warm-up");
        MongoCollection<Document> collection = database.getCollection("warmUp");
        collection.createIndexes(Messages.indexes());
        new Inserts(peer, collection, new Ledger())
                .fillTo(documents, options.fillLimit().dividedBy(WARM_UP_SHARE), progress);
        collection.drop();
    }

    private void grow(Peer peer, MongoDatabase database, List<SizeResult> results) {
        Inserts inserts = new Inserts(peer, database.getCollection(Messages.COLLECTION), ledger);
        boolean reached = true;
        for (long size : options.sizes()) {
            workspace.requireOpen();
            Timing insert = reached ? inserts.fillTo(size, options.fillLimit(), progress) : null;
            reached = insert != null && insert.shortfall() == null;
            if (insert != null) {
                tell(size, insert);
            }
            results.add(reached ? ask(peer, database, size, insert) : SizeResult.notReached(size, insert));
        }
    }

    private void tell(long size, Timing insert) {
        if (insert.shortfall() == null) {
            progress.say(
                    "  %,d documents: %,.0f inserts/s, %,.0f per CPU-second",
                    size, insert.perSecond(), insert.perCpuSecond());
        } else {
            progress.say("  not reached: %s", insert.shortfall());
        }
    }

    private SizeResult ask(Peer peer, MongoDatabase database, long size, @Nullable Timing insert) {
        // before the queries, because not every server survives them
        Long counted = counted(database);
        Long residentBytes = peer.usage()
                .flatMap(usage -> usage.residentBytes().stream().boxed().findFirst())
                .orElse(null);
        Long fileBytes = kind.keepsData() ? workspace.fileBytes(kind) : null;
        Questions questions = new Questions(database, size);
        Timing page = ask(peer, "history page", questions::page);
        Timing unread = ask(peer, "unread", questions::unread);
        Timing count = ask(peer, "count of a room", questions::count);
        return new SizeResult(size, counted, insert, page, unread, count, residentBytes, fileBytes);
    }

    private static @Nullable Long counted(MongoDatabase database) {
        try {
            return database.getCollection(Messages.COLLECTION).estimatedDocumentCount();
        } catch (MongoException e) {
            return null;
        }
    }

    private Timing ask(Peer peer, String name, Runnable question) {
        Timing timing = new Sampling(SAMPLES, options.limit()).measure(peer, question);
        progress.say(
                "  %s: p50 %.3f ms of %,d%s",
                name,
                timing.latency().p50(),
                timing.operations(),
                timing.shortfall() == null ? "" : ", " + timing.shortfall());
        return timing;
    }
}
