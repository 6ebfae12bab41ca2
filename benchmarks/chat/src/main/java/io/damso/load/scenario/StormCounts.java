package io.damso.load.scenario;

import io.damso.load.count.Counts;
import io.damso.load.count.KeptMessages;
import io.damso.load.peer.History;
import io.damso.load.report.Outcome;
import io.damso.load.run.LoadClients;
import io.damso.load.run.Member;
import io.damso.load.run.ProcessLoad;
import java.util.List;
import java.util.Locale;

/**
 * Counts the messages of a storm, of all clients that are connected at its end.
 *
 * @param clients clients whose event loops are settled
 * @param returns the returned ones
 */
record StormCounts(LoadClients clients, Reconnector returns) {

    /** Counts against what was sent. Exact only if the connections of senders were not lost. */
    Outcome ofSent(List<ProcessLoad> processes) {
        return describe(new Outcome(clients.counts(this::isConnected), processes));
    }

    /**
     * Counts against what the server keeps: a sender whose connection is lost does not know which of its last messages
     * have arrived.
     *
     * @throws InterruptedException if interrupted
     */
    Outcome ofKept(History history, List<ProcessLoad> processes) throws InterruptedException {
        List<KeptMessages> kept = clients.stored(history);
        long stored = kept.stream().mapToLong(KeptMessages::stored).sum();
        long acknowledged = 0;
        long forgotten = 0;
        for (Member member : clients.members()) {
            acknowledged += returns.acknowledged(member).cardinality();
            // The senders are the first members of their rooms, one in each.
            forgotten += kept.get(member.room()).addAcknowledged(0, returns.acknowledged(member));
        }
        long notKept = clients.members().stream()
                .mapToLong(member -> member.ledger().receivedBeyond(kept.get(member.room())))
                .sum();
        Outcome outcome = describe(new Outcome(clients.counts(this::isConnected, kept), processes));
        return outcome.remark(String.format(
                Locale.ROOT,
                "%,d messages sent, %,d acknowledged, %,d stored; %,d acknowledged and not stored, %,d deliveries of "
                        + "messages that are neither",
                clients.participants().sent(),
                acknowledged,
                stored,
                forgotten,
                notKept));
    }

    private boolean isConnected(Member member) {
        return !returns.isAway(member);
    }

    private Outcome describe(Outcome outcome) {
        Counts counts = outcome.counts();
        returns.failures().stream().distinct().limit(3).forEach(outcome::remark);
        return outcome.remark(String.format(
                Locale.ROOT,
                "connected clients: %,d deliveries expected, %,d received live or replayed, %,d received or read from "
                        + "the history in %,d REST requests",
                counts.expected(),
                counts.delivered(),
                counts.expected() - counts.lost(),
                returns.reads()));
    }
}
