package io.damso.persistence.history;

import io.damso.persistence.store.StoredMessage;
import java.util.List;

/**
 * Some of a room's messages.
 *
 * @param messages in the order that was asked for
 * @param hasMore whether more follow in that order
 */
record HistoryPage(List<StoredMessage> messages, boolean hasMore) {

    /** Makes a page of what was found when one more than the limit was asked for. */
    static HistoryPage of(List<StoredMessage> found, int limit) {
        boolean hasMore = found.size() > limit;
        return new HistoryPage(hasMore ? found.subList(0, limit) : found, hasMore);
    }
}
