package io.damso.persistence.rooms;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * A room in the collection {@code rooms}.
 *
 * @param id UUIDv7, so that rooms sort by age
 * @param name name of the room
 * @param owner user id of the creator
 * @param createdAt time of creation, UTC
 */
@Document(RoomDocument.COLLECTION)
record RoomDocument(@Id String id, String name, String owner, Instant createdAt) {

    static final String COLLECTION = "rooms";
}
