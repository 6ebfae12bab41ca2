package io.damso.gateway.rooms;

import org.jspecify.annotations.Nullable;

/**
 * A message as the broker delivered it.
 *
 * @param id the message's own id, the same on every node, or null if its publisher gave none
 * @param contentType media type of the body, if its publisher gave one
 * @param body well-formed UTF-8; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record RoomMessage(@Nullable String id, @Nullable String contentType, byte[] body) {}
