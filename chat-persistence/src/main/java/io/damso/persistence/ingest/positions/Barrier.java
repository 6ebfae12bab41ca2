package io.damso.persistence.ingest.positions;

import io.damso.persistence.questions.ReplyAddress;
import java.util.List;

/**
 * A barrier that can be answered.
 *
 * @param address where the answer goes
 * @param rooms valid rooms of the partition, one or more
 */
record Barrier(ReplyAddress address, List<String> rooms) {}
