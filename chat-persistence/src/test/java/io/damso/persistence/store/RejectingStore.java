package io.damso.persistence.store;

import io.damso.protocol.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fails for batches with certain messages, as the test defines, and stores the others. */
public final class RejectingStore implements MessageStore {

    private final MessageStore kept = new InMemoryMessageStore();
    private final Function<ChatMessage, @Nullable Throwable> dislike;
    private final List<Integer> batches = new ArrayList<>();
    private volatile boolean writable = true;

    /** Creates a store that fails with what the function returns. */
    public RejectingStore(Function<ChatMessage, @Nullable Throwable> dislike) {
        this.dislike = dislike;
    }

    /** Returns the sizes of the received batches. */
    public List<Integer> batches() {
        return batches;
    }

    /** Sets whether other writes succeed. */
    public void writable(boolean works) {
        writable = works;
    }

    @Override
    public StoredBatch store(List<Arrival> batch) {
        batches.add(batch.size());
        for (Arrival arrival : batch) {
            Throwable failure = dislike.apply(arrival.message());
            if (failure instanceof Error error) {
                throw error;
            } else if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
        return kept.store(batch);
    }

    @Override
    public boolean acceptsWrites() {
        return writable;
    }

    @Override
    public OptionalLong seqOf(String roomId, String messageId) {
        return kept.seqOf(roomId, messageId);
    }

    @Override
    public List<StoredMessage> withIds(String roomId, List<String> ids) {
        return kept.withIds(roomId, ids);
    }

    @Override
    public List<StoredMessage> before(String roomId, long seq, int limit) {
        return kept.before(roomId, seq, limit);
    }

    @Override
    public List<StoredMessage> after(String roomId, long seq, int limit) {
        return kept.after(roomId, seq, limit);
    }
}
