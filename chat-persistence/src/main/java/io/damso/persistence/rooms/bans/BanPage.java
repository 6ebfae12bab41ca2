package io.damso.persistence.rooms.bans;

import java.util.List;

/**
 * A page of the bans of a room.
 *
 * @param bans sorted by user id
 * @param hasMore whether further bans exist
 */
record BanPage(List<Ban> bans, boolean hasMore) {}
