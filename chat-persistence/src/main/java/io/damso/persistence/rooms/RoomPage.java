package io.damso.persistence.rooms;

import java.util.List;

/**
 * A page of a user's rooms.
 *
 * @param rooms newest first
 * @param hasMore whether older rooms exist
 */
record RoomPage(List<Room> rooms, boolean hasMore) {}
