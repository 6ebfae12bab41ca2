package io.damso.persistence.store;

import io.damso.protocol.ChatMessage;
import io.damso.protocol.feeds.Copy;
import org.jspecify.annotations.Nullable;

/**
 * A message that the broker delivered.
 *
 * @param message the message
 * @param copy which publication of it this is; null if a gateway of an earlier version published it
 */
public record Arrival(ChatMessage message, @Nullable Copy copy) {}
