package io.damso.gateway.rooms.feed;

import io.damso.gateway.rooms.position.Position;

/**
 * A message for one subscriber.
 *
 * @param message the message
 * @param position of the subscriber who has got it
 */
public record Replay(RoomMessage message, Position position) {}
