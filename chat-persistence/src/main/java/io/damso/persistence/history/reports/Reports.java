package io.damso.persistence.history.reports;

import static java.util.stream.Collectors.toMap;

import com.github.f4b6a3.uuid.UuidCreator;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.history.MessageNumbers;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.Roster;
import io.damso.persistence.rooms.Rosters;
import io.damso.persistence.rooms.members.Role;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rules for reports: members report messages of others, and the owner and moderators see and close the reports.
 * Moderators neither see nor close reports of their own messages; the owner, whom nobody is above, does.
 *
 * <p>All methods throw the exceptions of {@link Rosters#forChange}, and a
 * {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
class Reports {

    /** Maximum number of reported messages of a room. */
    static final int MOST = 1_000;

    /** Maximum number of messages of a room that one user was the first to report, so that none uses up the room's. */
    static final int MOST_OF_A_USER = 50;

    /** Maximum number of reports of a message that are kept. */
    static final int MOST_OF_A_MESSAGE = 20;

    private final ReportStore store;
    private final MessageStore messages;
    private final MessageNumbers numbers;
    private final Rosters rosters;
    private final Clock clock;

    Reports(ReportStore store, MessageStore messages, MessageNumbers numbers, Rosters rosters, Clock clock) {
        this.store = store;
        this.messages = messages;
        this.numbers = numbers;
        this.rosters = rosters;
        this.clock = clock;
    }

    /**
     * Reports a message. The first report of a user counts until the reports of the message are closed: a repeated one
     * changes nothing, as does one of a message that has {@link #MOST_OF_A_MESSAGE} reports.
     *
     * @return whether the report was kept
     * @throws ProblemException with those of {@link MessageNumbers#seqOf}, or with {@link ErrorCode#BAD_REQUEST} if the
     *     message is the caller's own, or there are too many reports
     */
    boolean report(String roomId, String messageId, @Nullable String reason, String caller) {
        rosters.forChange(roomId, caller);
        numbers.seqOf(roomId, messageId, caller); // waits for it
        StoredMessage message = messages.withIds(roomId, List.of(messageId)).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(ErrorCode.MESSAGE_NOT_STORED_YET));
        if (message.sender().equals(caller)) {
            throw new ProblemException(
                    new InvalidValue("messageId", "is a message of the caller", "the id of a message of another user"));
        }
        Report report = new Report(caller, reason, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        while (true) { // until no other request was in between
            Optional<ReportDocument> found = store.find(messageId);
            if (found.isPresent()) {
                ReportDocument reported = found.get();
                if (reported.isFrom(caller) || reported.count() >= MOST_OF_A_MESSAGE) {
                    return false;
                } else if (store.add(reported, report)) {
                    return true;
                }
            } else if (open(message, report)) {
                return true;
            }
        }
    }

    private boolean open(StoredMessage message, Report report) {
        String roomId = message.roomId();
        if (store.countOpenedBy(roomId, report.reporter()) >= MOST_OF_A_USER) {
            throw new ProblemException(new InvalidValue(
                    "roomId",
                    "has too many open reports of the caller",
                    "rooms with fewer than " + MOST_OF_A_USER + " messages that the caller was the first to report"));
        } else if (store.count(roomId) >= MOST) {
            throw new ProblemException(new InvalidValue(
                    "roomId",
                    "has too many open reports",
                    "rooms with fewer than " + MOST + " reported messages; a moderator closes reports"));
        }
        String openedId = UuidCreator.getTimeOrderedEpoch().toString();
        return store.open(new ReportDocument(
                message.id(), roomId, message.sender(), openedId, report.reporter(), 1, List.of(report)));
    }

    ReportPage page(String roomId, @Nullable String after, int limit, String caller) {
        List<ReportDocument> found = store.page(roomId, after, judge(roomId, caller), limit + 1);
        List<ReportDocument> page = found.subList(0, Math.min(limit, found.size()));
        Map<String, StoredMessage> byId =
                messages
                        .withIds(
                                roomId,
                                page.stream().map(ReportDocument::messageId).toList())
                        .stream()
                        .collect(toMap(StoredMessage::id, message -> message));
        return new ReportPage(
                page.stream()
                        .map(reported -> ReportedMessage.of(reported, byId.get(reported.messageId())))
                        .toList(),
                found.size() > limit);
    }

    /** Closes the reports of a message; returns whether there were any. It may be reported again. */
    boolean close(String roomId, String messageId, String caller) {
        return store.remove(roomId, messageId, judge(roomId, caller));
    }

    /** Checks that the caller may see reports; returns the user whose messages are left out: null for the owner. */
    private @Nullable String judge(String roomId, String caller) {
        Roster roster = rosters.forChange(roomId, caller);
        roster.require(caller, Role.MODERATOR);
        return roster.owner().filter(caller::equals).isPresent() ? null : caller;
    }
}
