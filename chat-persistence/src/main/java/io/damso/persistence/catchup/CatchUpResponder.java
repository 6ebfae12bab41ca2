package io.damso.persistence.catchup;

import io.damso.persistence.store.LoggedMessage;
import io.damso.persistence.store.MessageLog;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.NumberRange;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Answers queries for missed messages. All of them are idempotent. Thread-safe. */
final class CatchUpResponder {

    private final MessageLog log;
    private final JsonMapper json;
    private final InstantSource clock;

    CatchUpResponder(MessageLog log, JsonMapper json, InstantSource clock) {
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Returns the answer, or empty if the query is outside of its bounds.
     *
     * @throws org.springframework.dao.DataAccessException if the store does not answer
     */
    Optional<CatchUpAnswer> answer(CatchUpQuestion asked) {
        if (!isValid(asked)) {
            return Optional.empty();
        }
        if (asked.newest() != null) {
            return Optional.of(newest(asked, asked.newest()));
        }
        if (asked.afterId() == null) {
            return Optional.of(after(asked, Objects.requireNonNull(asked.after())));
        }
        OptionalLong seq = log.seqOf(asked.room(), asked.afterId());
        return Optional.of(
                seq.isEmpty() ? CatchUpAnswer.refused(CatchUpAnswer.POSITION_UNKNOWN) : after(asked, seq.getAsLong()));
    }

    private static boolean isValid(CatchUpQuestion asked) {
        return asked.room() != null
                && RoomId.parse(asked.room()).isPresent()
                && Stream.of(asked.after(), asked.afterId(), asked.newest())
                                .filter(Objects::nonNull)
                                .count()
                        == 1
                && asked.upTo() >= 0
                && (asked.after() == null || asked.after() >= 0)
                && (asked.known() == null || asked.known().values().stream().allMatch(Objects::nonNull))
                && (asked.behindHoles() == null
                        || asked.behindHoles().values().stream().allMatch(CatchUpResponder::isComplete))
                && isWithin(asked.newest(), CatchUpQuestion.MAX_MESSAGES)
                && isWithin(asked.limit(), CatchUpQuestion.MAX_MESSAGES)
                && isWithin(asked.maxBytes(), CatchUpQuestion.MAX_BYTES);
    }

    private static boolean isComplete(@Nullable List<@Nullable NumberRange> ranges) {
        return ranges != null && ranges.stream().allMatch(Objects::nonNull);
    }

    private static boolean isWithin(@Nullable Integer value, int maximum) {
        return value == null || value >= 1 && value <= maximum;
    }

    private CatchUpAnswer after(CatchUpQuestion asked, long after) {
        CatchUp catchUp = new CatchUp(asked, after, page(asked), clock.instant().minus(CatchUpAnswer.MAX_AGE));
        log.range(asked.room(), after, asked.upTo(), catchUp);
        return catchUp.answer();
    }

    /** If they are too large together, the oldest ones are left out. */
    private CatchUpAnswer newest(CatchUpQuestion asked, int count) {
        List<LoggedMessage> newestFirst =
                log.newest(asked.room(), asked.upTo(), count).reversed();
        Page page = page(asked);
        long fitting = newestFirst.stream().takeWhile(page::add).count();
        long end = fitting == 0 ? 0 : newestFirst.getFirst().message().seq();
        return new CatchUpAnswer(page.messages().reversed(), end, false, null);
    }

    private Page page(CatchUpQuestion asked) {
        return new Page(
                Objects.requireNonNullElse(asked.limit(), CatchUpQuestion.MAX_MESSAGES),
                Objects.requireNonNullElse(asked.maxBytes(), CatchUpQuestion.MAX_BYTES),
                json);
    }
}
