package io.damso.persistence.rooms;

import java.util.List;

/**
 * Some of a user's rooms.
 *
 * @param rooms newest first
 * @param hasMore whether older ones follow
 */
record RoomPage(List<Room> rooms, boolean hasMore) {}
