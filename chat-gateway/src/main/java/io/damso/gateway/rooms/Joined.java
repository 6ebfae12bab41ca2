package io.damso.gateway.rooms;

import io.damso.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription began.
 *
 * @param position token of the position that the subscriber has reached; null if there is none
 * @param replayed number of messages that were passed on before
 * @param failure why what was asked for is not among them; null if it is
 */
public record Joined(
        @Nullable String position, int replayed, @Nullable ErrorCode failure) {}
