package io.damso.bench.store;

import io.damso.bench.store.load.Timing;
import org.jspecify.annotations.Nullable;

/**
 * What a server showed at one size.
 *
 * @param documents the size
 * @param counted how many the server says it has; null if it was not asked
 * @param insert from the size before (or nothing) to this one; null if an earlier size was not reached
 * @param page a page of history; null if this size was not reached, as the others
 * @param unread the unread counts of a user
 * @param count the messages of a room
 * @param residentBytes memory of the process after the inserts
 * @param fileBytes its files after the inserts
 */
record SizeResult(
        long documents,
        @Nullable Long counted,
        @Nullable Timing insert,
        @Nullable Timing page,
        @Nullable Timing unread,
        @Nullable Timing count,
        @Nullable Long residentBytes,
        @Nullable Long fileBytes) {

    static SizeResult notReached(long documents, @Nullable Timing insert) {
        return new SizeResult(documents, null, insert, null, null, null, null, null);
    }
}
