package io.damso.persistence.history.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.damso.persistence.store.StoredMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message with its open reports, in the form that the owner and moderators get.
 *
 * @param id cursor of the entry, UUIDv7 of the first report
 * @param messageId the reported message
 * @param count how many users reported it; the most that is kept means that many or more
 * @param reports what they reported, oldest first
 * @param message the message as stored; null if the store does not have it any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportedMessage(
        String id,
        String messageId,
        int count,
        List<Report> reports,
        @Nullable StoredMessage message) {

    static ReportedMessage of(ReportDocument reported, @Nullable StoredMessage message) {
        return new ReportedMessage(
                reported.openedId(), reported.messageId(), reported.count(), reported.reports(), message);
    }
}
