package io.damso.persistence.history.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one user reported, as stored and in the form that the owner and moderators get.
 *
 * @param reporter user id of the reporter
 * @param reason why; null if the reporter gave no reason
 * @param reportedAt time of the report, UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(String reporter, @Nullable String reason, Instant reportedAt) {}
