package io.damso.persistence.history.reports;

import java.util.List;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * A message with its open reports, in the collection {@code reports}. It is removed when they are closed.
 *
 * @param messageId the reported message
 * @param roomId its room
 * @param sender user id of its sender
 * @param openedId UUIDv7 of the first report, which is the order of the list
 * @param openedBy user id of the first reporter
 * @param count number of reports
 * @param reports oldest first
 */
@Document(ReportDocument.COLLECTION)
record ReportDocument(
        @Id String messageId,
        String roomId,
        String sender,
        String openedId,
        String openedBy,
        int count,
        List<Report> reports) {

    static final String COLLECTION = "reports";

    boolean isFrom(String userId) {
        return reports.stream().anyMatch(report -> report.reporter().equals(userId));
    }
}
