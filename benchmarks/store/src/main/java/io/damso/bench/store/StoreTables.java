package io.damso.bench.store;

import io.damso.bench.measure.LatencySummary;
import io.damso.bench.report.Table;
import io.damso.bench.store.load.Audit;
import io.damso.bench.store.load.Timing;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results as three tables: inserts, queries, and restarts at the end. */
final class StoreTables {

    private static final String NONE = "-";
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final List<PeerResult> peers;

    StoreTables(List<PeerResult> peers) {
        this.peers = peers;
    }

    /** Returns the tables in Markdown, each after a line that describes it. */
    String text() {
        return """
                Inserts, in batches; latency of a batch in ms:

                %s
                Reads, in ms (p50 / p99 / max; n if the time was not sufficient for all):

                %s
                At the end. "open": from the start of the process to the first answer. "lost": documents lost by \
                kill -9 during writes:

                %s""".formatted(inserts(), reads(), ends());
    }

    private Table inserts() {
        // spotless:off
        Table table = new Table("server", "documents", "inserts per CPU-second", "inserts/s", "p50", "p99", "max",
                "memory MB", "file MB");
        // spotless:on
        for (PeerResult peer : peers) {
            if (peer.shortfall() != null) {
                table.row(
                        peer.peer(), "nothing measured: " + peer.shortfall(), NONE, NONE, NONE, NONE, NONE, NONE, NONE);
            }
            peer.sizes().forEach(size -> addInsert(table, peer, size));
        }
        return table;
    }

    private static void addInsert(Table table, PeerResult peer, SizeResult size) {
        Timing insert = size.insert();
        if (insert == null) {
            table.row(peer.peer(), documents(size), "not reached", NONE, NONE, NONE, NONE, NONE, NONE);
            return;
        }
        LatencySummary latency = insert.latency();
        table.row(
                peer.peer(),
                documents(size),
                insert.shortfall() == null ? count(insert.perCpuSecond()) : "not reached: " + insert.shortfall(),
                count(insert.perSecond()),
                millis(latency.p50()),
                millis(latency.p99()),
                millis(latency.max()),
                megabytes(size.residentBytes()),
                megabytes(size.fileBytes()));
    }

    private static String documents(SizeResult size) {
        Long counted = size.counted();
        return count(size.documents())
                + (counted == null || counted == size.documents() ? "" : " (server counts " + count(counted) + ")");
    }

    private Table reads() {
        Table table = new Table("server", "documents", "history page of 50", "unread of 20 rooms", "count of a room");
        for (PeerResult peer : peers) {
            for (SizeResult size : peer.sizes()) {
                table.row(
                        peer.peer(),
                        count(size.documents()),
                        read(size.page()),
                        read(size.unread()),
                        read(size.count()));
            }
        }
        return table;
    }

    private static String read(@Nullable Timing timing) {
        if (timing == null) {
            return "not reached";
        }
        LatencySummary latency = timing.latency();
        String shortfall = timing.shortfall();
        if (latency.count() == 0) {
            return "not reached: " + (shortfall == null ? "no time" : shortfall);
        }
        String numbers = String.join(" / ", millis(latency.p50()), millis(latency.p99()), millis(latency.max()));
        return numbers
                + (latency.count() < PeerRun.SAMPLES ? " (n=" + latency.count() + ")" : "")
                + (shortfall == null ? "" : ", then " + shortfall);
    }

    private Table ends() {
        Table table = new Table("server", "documents", "file MB", "open s", "open after kill s", "lost");
        for (PeerResult peer : peers) {
            EndResult end = peer.end();
            if (end == null) {
                table.row(peer.peer(), NONE, "n/a", "n/a", "n/a", "n/a");
            } else {
                table.row(
                        peer.peer(),
                        count(end.documents()),
                        megabytes(end.fileBytes()),
                        seconds(end.openSeconds()),
                        seconds(end.openAfterKillSeconds()),
                        lost(end));
            }
        }
        return table;
    }

    private static String lost(EndResult end) {
        Audit audit = end.audit();
        if (audit == null) {
            return "not restarted: " + end.shortfall();
        }
        return count(audit.lost())
                + (audit.shortfall() == null ? "" : " of " + count(audit.checked()) + " checked, " + audit.shortfall());
    }

    private static String seconds(@Nullable Double seconds) {
        return seconds == null ? NONE : String.format(Locale.ROOT, "%.1f", seconds);
    }

    private static String megabytes(@Nullable Long bytes) {
        return bytes == null ? NONE : count(bytes / BYTES_PER_MEGABYTE);
    }

    private static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** Formats milliseconds with about three digits, the precision of the histogram. */
    private static String millis(double millis) {
        int decimals = millis < 1 ? 3 : millis < 10 ? 2 : millis < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", millis);
    }
}
