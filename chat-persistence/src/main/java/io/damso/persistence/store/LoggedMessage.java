package io.damso.persistence.store;

import io.damso.protocol.feeds.Copy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored message and how it came.
 *
 * @param message the message
 * @param storedAt when it was stored, by the clock of the process that stored it; null if an earlier version stored it
 * @param copies its copies, the first and the newest ones; empty for a message without an origin
 */
public record LoggedMessage(StoredMessage message, @Nullable Instant storedAt, List<Copy> copies) {}
