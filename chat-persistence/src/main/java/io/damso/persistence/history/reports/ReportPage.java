package io.damso.persistence.history.reports;

import java.util.List;

/**
 * A page of the reported messages of a room.
 *
 * @param reported in the order of their first reports, oldest first
 * @param hasMore whether further ones exist
 */
record ReportPage(List<ReportedMessage> reported, boolean hasMore) {}
