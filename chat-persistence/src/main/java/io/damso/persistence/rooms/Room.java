package io.damso.persistence.rooms;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room in the form that members get.
 *
 * @param id identifier, UUIDv7
 * @param kind kind of the room
 * @param name name of the room; of a direct room the user id of the other member
 * @param topic what the room is about; null if nothing was said
 * @param archived whether it takes no messages, members and changes
 * @param members user ids, sorted
 * @param owner user id of the member who owns the room; null in a direct room
 * @param moderators user ids of the moderators, sorted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Room(
        String id,
        String name,
        RoomKind kind,
        @Nullable String topic,
        boolean archived,
        List<String> members,
        @Nullable String owner,
        List<String> moderators) {}
