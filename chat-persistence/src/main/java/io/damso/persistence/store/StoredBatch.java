package io.damso.persistence.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of a batch.
 *
 * @param fresh number of messages that were new
 * @param entries each arrival of the batch, also repeats, in the order of the batch
 */
public record StoredBatch(int fresh, List<StoredCopies> entries) {

    /** The result of an empty batch. */
    public static final StoredBatch NONE = new StoredBatch(0, List.of());

    /** Returns the result of both batches, this one first. */
    public StoredBatch plus(StoredBatch next) {
        return new StoredBatch(
                fresh + next.fresh,
                Stream.concat(entries.stream(), next.entries.stream()).toList());
    }
}
