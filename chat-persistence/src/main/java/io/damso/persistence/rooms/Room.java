package io.damso.persistence.rooms;

import java.util.List;

/**
 * A room as its members see it.
 *
 * @param id identifier, UUIDv7
 * @param name what its creator called it
 * @param members user ids, sorted
 */
record Room(String id, String name, List<String> members) {}
