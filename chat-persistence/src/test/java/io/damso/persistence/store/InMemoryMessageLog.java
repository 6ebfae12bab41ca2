package io.damso.persistence.store;

import io.damso.protocol.feeds.Copy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A log of the messages that a test puts into it. */
public final class InMemoryMessageLog implements MessageLog {

    private final List<LoggedMessage> messages = new ArrayList<>();

    /** Adds a message with the next number of its room, stored at a time and by these copies. */
    public synchronized StoredCopies add(String roomId, Instant storedAt, Copy... copies) {
        long seq = 1 + in(roomId).count();
        String id = roomId + "-" + seq;
        StoredMessage message = new StoredMessage(
                id, roomId, "alice", "chat", "text " + seq, storedAt, "c-" + seq, seq, null, null, null);
        messages.add(new LoggedMessage(message, storedAt, List.of(copies)));
        return new StoredCopies(roomId, seq, storedAt, List.of(copies));
    }

    /** Removes what a room has up to a number. */
    public synchronized void remove(String roomId, long upTo) {
        messages.removeIf(
                each -> each.message().roomId().equals(roomId) && each.message().seq() <= upTo);
    }

    @Override
    public synchronized void since(Instant storedAt, Consumer<StoredCopies> receiver) {
        messages.stream()
                .map(InMemoryMessageLog::copies)
                .filter(each -> !each.storedAt().isBefore(storedAt))
                .forEach(receiver);
    }

    @Override
    public synchronized void newest(String roomId, Instant storedAt, Consumer<StoredCopies> receiver) {
        List<StoredCopies> all =
                in(roomId).map(InMemoryMessageLog::copies).toList().reversed();
        all.stream().limit(1).forEach(receiver);
        all.stream()
                .skip(1)
                .takeWhile(each -> !each.storedAt().isBefore(storedAt))
                .forEach(receiver);
    }

    private static StoredCopies copies(LoggedMessage logged) {
        return new StoredCopies(
                logged.message().roomId(),
                logged.message().seq(),
                Objects.requireNonNull(logged.storedAt()),
                logged.copies());
    }

    private Stream<LoggedMessage> in(String roomId) {
        return messages.stream()
                .filter(each -> each.message().roomId().equals(roomId))
                .sorted(Comparator.comparingLong(each -> each.message().seq()));
    }

    @Override
    public synchronized void range(String roomId, long after, long upTo, Predicate<LoggedMessage> receiver) {
        in(roomId)
                .filter(each -> each.message().seq() > after && each.message().seq() <= upTo)
                .allMatch(receiver);
    }

    @Override
    public synchronized List<LoggedMessage> newest(String roomId, long upTo, int limit) {
        List<LoggedMessage> found =
                in(roomId).filter(each -> each.message().seq() <= upTo).toList();
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }

    @Override
    public synchronized OptionalLong seqOf(String roomId, String messageId) {
        return in(roomId)
                .filter(each -> each.message().id().equals(messageId))
                .mapToLong(each -> each.message().seq())
                .findFirst();
    }
}
