package io.damso.gateway.rooms.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as read from the store.
 *
 * @param messages in the order of their numbers
 * @param end highest number that was looked at
 * @param code why there is no answer, as in {@link io.damso.protocol.feeds.CatchUpAnswer}; null if there is one
 */
public record StoredPage(
        List<StoredMessage> messages, long end, @Nullable String code) {}
