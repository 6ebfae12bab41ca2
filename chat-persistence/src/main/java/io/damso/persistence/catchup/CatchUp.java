package io.damso.persistence.catchup;

import io.damso.persistence.store.LoggedMessage;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.NumberRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Collects the answer to one query from the messages behind a position, oldest first. For one thread.
 *
 * <p>A message of which any copy is known is left out. If the first message is missing in the store, or the first one
 * that would be returned is too old, there is no answer.
 */
final class CatchUp implements Predicate<LoggedMessage> {

    /** Maximum number of messages that are looked at for one answer. */
    static final int MAX_LOOKED_AT = 10_000;

    private final Map<String, Long> known;
    private final Map<String, List<NumberRange>> behindHoles;
    private final long after;
    private final long upTo;
    private final Page page;
    private final Instant oldest;
    private long end;
    private boolean full;
    private boolean tooOld;

    CatchUp(CatchUpQuestion asked, long after, Page page, Instant oldest) {
        this.known = Objects.requireNonNullElse(asked.known(), Map.of());
        this.behindHoles = Objects.requireNonNullElse(asked.behindHoles(), Map.of());
        this.upTo = asked.upTo();
        this.after = after;
        this.end = after;
        this.page = page;
        this.oldest = oldest;
    }

    /** Takes the next message; returns whether there is room for more. */
    @Override
    public boolean test(LoggedMessage next) {
        boolean first = page.messages().isEmpty();
        tooOld = end == after && next.message().seq() > after + 1 || first && !isKnown(next) && isOld(next);
        full = end - after >= MAX_LOOKED_AT || !isKnown(next) && !tooOld && !page.add(next);
        boolean taken = !tooOld && !full;
        end = taken ? next.message().seq() : end;
        return taken;
    }

    private boolean isKnown(LoggedMessage message) {
        return message.copies().stream()
                .anyMatch(copy -> known.getOrDefault(copy.o(), 0L) >= copy.n()
                        || behindHoles.getOrDefault(copy.o(), List.of()).stream()
                                .anyMatch(each -> each.has(copy.n())));
    }

    private boolean isOld(LoggedMessage message) {
        return Objects.requireNonNullElse(message.storedAt(), message.message().sentAt())
                .isBefore(oldest);
    }

    CatchUpAnswer answer() {
        return tooOld
                ? CatchUpAnswer.refused(CatchUpAnswer.POSITION_TOO_OLD)
                : new CatchUpAnswer(page.messages(), end, full && end < upTo, null);
    }
}
