package io.damso.persistence.history;

import io.damso.persistence.store.StoredMessage;
import java.util.List;

/**
 * A page of a room's messages.
 *
 * @param messages in the requested order
 * @param hasMore whether more messages follow in that order
 */
record HistoryPage(List<StoredMessage> messages, boolean hasMore) {

    /** Creates a page from the result of a query for one message more than the limit. */
    static HistoryPage of(List<StoredMessage> found, int limit) {
        boolean hasMore = found.size() > limit;
        return new HistoryPage(hasMore ? found.subList(0, limit) : found, hasMore);
    }
}
