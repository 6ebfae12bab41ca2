package io.damso.persistence.rooms;

import java.util.List;

/**
 * A room in the form that members get.
 *
 * @param id identifier, UUIDv7
 * @param name name of the room
 * @param members user ids, sorted
 * @param owner user id of the member who owns the room
 * @param moderators user ids of the moderators, sorted
 */
public record Room(String id, String name, List<String> members, String owner, List<String> moderators) {}
