package io.damso.bench.store;

import io.damso.bench.store.load.Timing;
import org.jspecify.annotations.Nullable;

/**
 * The results of a server at one size.
 *
 * @param documents the size: number of documents
 * @param counted number of documents that the server reports; null if it was not asked or did not answer
 * @param insert inserts from the previous size (or none) to this one; null if an earlier size was not reached
 * @param page query of a history page; null if this size was not reached, like the following values
 * @param unread query of a user's unread counts
 * @param count query of the number of messages in a room
 * @param residentBytes resident memory of the process after the inserts, in bytes
 * @param fileBytes size of its files after the inserts, in bytes; null if the server does not keep its data
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
