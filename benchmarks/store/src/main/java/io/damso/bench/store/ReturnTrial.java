package io.damso.bench.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import io.damso.bench.report.Progress;
import io.damso.bench.scenario.BenchmarkException;
import io.damso.bench.store.load.Audit;
import io.damso.bench.store.load.Inserts;
import io.damso.bench.store.load.Ledger;
import io.damso.bench.store.load.Messages;
import io.damso.bench.store.peer.Peer;
import io.damso.bench.store.peer.PeerKind;
import io.damso.bench.store.peer.Workspace;
import java.time.Duration;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Restarts a server on its data: first after an orderly end, then after a kill during writes. */
final class ReturnTrial {

    private static final int BATCHES_BEFORE_KILL = 20;
    private static final double MILLIS_PER_SECOND = 1000;

    private final PeerKind kind;
    private final Workspace workspace;
    private final StoreBenchOptions options;
    private final Progress progress;
    private final Ledger ledger;

    ReturnTrial(PeerKind kind, Workspace workspace, StoreBenchOptions options, Progress progress, Ledger ledger) {
        this.kind = kind;
        this.workspace = workspace;
        this.options = options;
        this.progress = progress;
        this.ledger = ledger;
    }

    /**
     * Runs the trial.
     *
     * @param endedOrderly whether the server has ended in an orderly way; only then the size of its files is reported
     */
    EndResult run(boolean endedOrderly) {
        workspace.requireOpen();
        Long fileBytes = endedOrderly ? workspace.fileBytes(kind) : null;
        progress.say("  ended%s; starting again", endedOrderly ? "" : ", but not in an orderly way");
        Double open = null;
        try (Peer peer = workspace.start(kind, options.patience())) {
            open = secondsToFirstAnswer(peer);
            new Inserts(peer, messages(peer), ledger).killAfter(BATCHES_BEFORE_KILL, options.limit());
        } catch (BenchmarkException e) {
            return failed(fileBytes, open, e.getMessage());
        }
        return afterKill(fileBytes, open);
    }

    private EndResult afterKill(@Nullable Long fileBytes, Double open) {
        workspace.requireOpen();
        progress.say("  open after %.1f s; killed while writing, %,d documents acknowledged", open, ledger.documents());
        try (Peer peer = workspace.start(kind, options.patience())) {
            double openAfterKill = secondsToFirstAnswer(peer);
            Audit audit = Audit.of(ledger, peer, messages(peer), options.fillLimit());
            progress.say(
                    "  open after %.1f s; %,d of %,d acknowledged documents are lost",
                    openAfterKill, audit.lost(), audit.checked());
            return new EndResult(ledger.documents(), fileBytes, open, openAfterKill, audit, null);
        } catch (BenchmarkException e) {
            return failed(fileBytes, open, e.getMessage());
        }
    }

    private EndResult failed(@Nullable Long fileBytes, @Nullable Double open, String reason) {
        workspace.requireOpen();
        progress.say("  not restarted: %s", reason);
        return new EndResult(ledger.documents(), fileBytes, open, null, null, reason);
    }

    private static MongoCollection<Document> messages(Peer peer) {
        return peer.client().getDatabase(PeerRun.DATABASE).getCollection(Messages.COLLECTION);
    }

    private static double secondsToFirstAnswer(Peer peer) {
        try {
            messages(peer).find(eq("_id", Messages.document(0).get("_id"))).first();
            Duration age = peer.age();
            return age.toMillis() / MILLIS_PER_SECOND;
        } catch (BenchmarkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BenchmarkException(peer.explain(e), e);
        }
    }
}
