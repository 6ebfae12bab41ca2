package io.damso.persistence.store;

import io.damso.protocol.ChatMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Stores messages in a list. */
public final class InMemoryMessageStore implements MessageStore {

    private final List<StoredMessage> messages = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    @Override
    public synchronized StoredBatch store(List<Arrival> batch) {
        List<Arrival> fresh = Batch.withoutDuplicates(batch).without(ids).arrivals();
        for (Arrival arrival : fresh) {
            ChatMessage message = arrival.message();
            long seq = 1 + in(message.roomId(), any -> true).count();
            messages.add(new StoredMessage(
                    message.id(),
                    message.roomId(),
                    message.sender(),
                    message.type(),
                    message.text(),
                    message.sentAt(),
                    message.clientMessageId(),
                    seq,
                    message.replyTo(),
                    message.data(),
                    null));
            ids.add(message.id());
        }
        return new StoredBatch(
                fresh.size(), batch.stream().map(arrival -> entry(arrival)).toList());
    }

    private StoredCopies entry(Arrival arrival) {
        ChatMessage message = arrival.message();
        return new StoredCopies(
                message.roomId(),
                seqOf(message.roomId(), message.id()).orElseThrow(),
                Instant.now(),
                arrival.copy() == null ? List.of() : List.of(arrival.copy()));
    }

    @Override
    public boolean acceptsWrites() {
        return true;
    }

    @Override
    public synchronized OptionalLong seqOf(String roomId, String messageId) {
        return in(roomId, message -> message.id().equals(messageId))
                .mapToLong(StoredMessage::seq)
                .findFirst();
    }

    @Override
    public synchronized List<StoredMessage> withIds(String roomId, List<String> wanted) {
        return in(roomId, message -> wanted.contains(message.id())).toList();
    }

    @Override
    public synchronized List<StoredMessage> before(String roomId, long seq, int limit) {
        return in(roomId, message -> message.seq() < seq)
                .sorted(Comparator.comparingLong(StoredMessage::seq).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<StoredMessage> after(String roomId, long seq, int limit) {
        return in(roomId, message -> message.seq() > seq).limit(limit).toList();
    }

    private Stream<StoredMessage> in(String roomId, Predicate<StoredMessage> filter) {
        return messages.stream()
                .filter(message -> message.roomId().equals(roomId))
                .filter(filter);
    }
}
