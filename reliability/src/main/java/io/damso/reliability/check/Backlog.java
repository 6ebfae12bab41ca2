package io.damso.reliability.check;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What had to wait while nothing was stored, and how fast it was stored then.
 *
 * @param waitedSeconds longest time between two moments in which something was found in a history
 * @param messages messages that were acknowledged by the end of that time, and not found before it
 * @param seconds time from then until all of them were found
 */
public record Backlog(double waitedSeconds, long messages, double seconds) {

    private static final double MILLIS = 1_000;

    /** A shorter pause in milliseconds leaves no backlog that is worth a remark. */
    private static final double LEAST_PAUSE = 5_000;

    /** Returns the backlog behind the longest pause; null if that is shorter than 5 s, or nothing waited. */
    static @Nullable Backlog of(Collection<Message> messages) {
        List<Message> found = messages.stream()
                .filter(message -> message.foundAt >= 0)
                .sorted((one, other) -> Double.compare(one.foundAt, other.foundAt))
                .toList();
        int first = 0; // of those behind the longest pause
        double longest = LEAST_PAUSE;
        for (int i = 1; i < found.size(); i++) {
            double pause = found.get(i).foundAt - found.get(i - 1).foundAt;
            if (pause >= longest) {
                longest = pause;
                first = i;
            }
        }
        if (first == 0) {
            return null;
        }
        double resumed = found.get(first).foundAt;
        List<Message> waited = found.subList(first, found.size()).stream()
                .filter(message -> message.acknowledgedAt >= 0 && message.acknowledgedAt <= resumed)
                .toList();
        return waited.isEmpty()
                ? null
                : new Backlog(longest / MILLIS, waited.size(), (waited.getLast().foundAt - resumed) / MILLIS);
    }

    /** Returns how many messages came in a second while they waited. */
    public double cameAt() {
        return messages / waitedSeconds;
    }

    /** Returns how many were stored in a second then; infinite if they were all found in the same moment. */
    public double storedAt() {
        return messages / seconds;
    }

    /** Returns a sentence for a person. */
    @Override
    public String toString() {
        String waited = String.format(
                Locale.ROOT,
                "nothing was stored for %.1f s; then the %,d waiting message%s stored",
                waitedSeconds,
                messages,
                messages == 1 ? " was" : "s were");
        return seconds == 0
                ? waited + " at once"
                : String.format(
                        Locale.ROOT,
                        "%s in %.1f s: %,.0f a second, and they had come at %,.0f",
                        waited,
                        seconds,
                        storedAt(),
                        cameAt());
    }
}
