package io.damso.persistence.store;

import java.time.Instant;

/**
 * The answers to a message.
 *
 * @param count how many there are; answers to answers are not counted
 * @param lastSentAt when the last one was sent, UTC, milliseconds
 */
public record Replies(long count, Instant lastSentAt) {}
