package io.damso.persistence.history.reports;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.RoomName;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Body of the request to report a message.
 *
 * @param reason why it is reported; white space around it is removed; null or empty for no reason
 */
record NewReport(
        @Schema(maxLength = NewReport.LONGEST_REASON, description = "Why it is reported: " + NewReport.ALLOWED)
        @Nullable
        String reason) {

    /** Maximum length of a reason in code points. */
    static final int LONGEST_REASON = 500;

    private static final String ALLOWED = "at most " + LONGEST_REASON
            + " characters, empty for no reason; white space around them is removed;"
            + " no control characters, line breaks or overrides of the text direction";

    NewReport {
        reason = reason == null || reason.isBlank() ? null : reason.strip();
    }

    /**
     * Checks the reason.
     *
     * @throws ProblemException with {@link io.damso.protocol.ErrorCode#BAD_REQUEST} if it cannot be shown
     */
    void check() {
        if (reason != null) {
            RoomName.fault(reason, LONGEST_REASON).ifPresent(fault -> {
                throw new ProblemException(new InvalidValue("/reason", fault, ALLOWED));
            });
        }
    }
}
