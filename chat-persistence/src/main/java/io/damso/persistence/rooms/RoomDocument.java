package io.damso.persistence.rooms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * A room in the collection {@code rooms}.
 *
 * @param id UUIDv7, so that rooms sort by age
 * @param kind kind of the room; null in rooms of earlier versions, which are groups
 * @param name name of the room; empty for a direct room
 * @param topic what the room is about; null if nothing was said
 * @param owner user id of the owner, in a direct room of the creator; may name somebody who has just left, see
 *     {@link Roster#owner()}
 * @param ownerChanges how often the owner has changed; null if never
 * @param createdAt time of creation, UTC
 * @param archivedAt time at which the room was archived, UTC; null if it is not
 */
@Document(RoomDocument.COLLECTION)
public record RoomDocument(
        @Id String id,
        @Nullable RoomKind kind,
        String name,
        @Nullable String topic,
        String owner,
        @Nullable Integer ownerChanges,
        Instant createdAt,
        @Nullable Instant archivedAt) {

    static final String COLLECTION = "rooms";
    public static final String NAME = "name";
    public static final String TOPIC = "topic";
    static final String OWNER = "owner";
    static final String OWNER_CHANGES = "ownerChanges";
    public static final String ARCHIVED_AT = "archivedAt";

    boolean isDirect() {
        return kind == RoomKind.DIRECT;
    }
}
