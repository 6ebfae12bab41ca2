package io.damso.gateway.rooms;

import org.jspecify.annotations.Nullable;

/**
 * A room message as delivered by the broker.
 *
 * @param id message id of the publisher, the same on every node; null if there is none
 * @param contentType media type of the body; null if the publisher set none
 * @param body well-formed UTF-8; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent")
public record RoomMessage(@Nullable String id, @Nullable String contentType, byte[] body) {}
