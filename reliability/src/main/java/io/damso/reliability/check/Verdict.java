package io.damso.reliability.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a history, and what it proves to be broken.
 *
 * @param scenario name of the run
 * @param sent messages that were sent, each once however often it was repeated
 * @param acknowledged messages with a RECEIPT
 * @param stored messages in the histories of the rooms
 * @param heard deliveries
 * @param late deliveries out of order that the server marked as late; not a violation
 * @param repeated further deliveries of messages that were sent more than once; not a violation
 * @param closed sessions that ended before the client left
 * @param secondsUntilLive longest time in seconds that a client heard nothing of what was sent after a fault began, or
 *     was between two sessions
 * @param secondsUntilStored longest time in seconds from RECEIPT until a message was found in the history, of the
 *     messages acknowledged during a fault; null if nobody looked
 * @param receiptMillis 99th percentile of the time from a message's writing to its RECEIPT in milliseconds, of the
 *     messages written during a fault; of all if there was none
 * @param backlog what waited to be stored, and how fast it was stored then; null if nobody looked or nothing waited
 * @param violations in the order of finding
 */
public record Verdict(
        String scenario,
        long sent,
        long acknowledged,
        long stored,
        long heard,
        long late,
        long repeated,
        long closed,
        double secondsUntilLive,
        @Nullable Double secondsUntilStored,
        double receiptMillis,
        @Nullable Backlog backlog,
        List<Violation> violations) {

    private static final Set<String> COLUMNS = Set.of("lost", "doubled", "out of order", "hole");

    /** Copies the list. */
    public Verdict {
        violations = List.copyOf(violations);
    }

    /** Returns whether nothing is broken. */
    public boolean isGood() {
        return violations.isEmpty();
    }

    /** Returns how many violations have this {@link Kind#title}. */
    public long count(String title) {
        return titles().filter(title::equals).count();
    }

    /** Returns how many violations are in none of the columns lost, doubled, out of order and hole. */
    public long others() {
        return titles().filter(title -> !COLUMNS.contains(title)).count();
    }

    private Stream<String> titles() {
        return violations.stream().map(violation -> violation.kind().title());
    }

    /** Returns a time for a person; {@code -} if it was not measured. */
    public static String seconds(@Nullable Double seconds) {
        return seconds == null ? "-" : String.format(Locale.ROOT, "%.1f", seconds);
    }

    /** Returns the ledger on one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %,d sent, %,d acknowledged, %,d stored, %,d heard; %d lost, %d doubled, %d out of order, %d holes,"
                        + " %d others; %d late, %d repeated; %d sockets closed, %.1f s until live, %s s until stored,"
                        + " p99 of RECEIPT %,.0f ms%s",
                scenario,
                sent,
                acknowledged,
                stored,
                heard,
                count("lost"),
                count("doubled"),
                count("out of order"),
                count("hole"),
                others(),
                late,
                repeated,
                closed,
                secondsUntilLive,
                seconds(secondsUntilStored),
                receiptMillis,
                backlog == null ? "" : "; " + backlog);
    }
}
