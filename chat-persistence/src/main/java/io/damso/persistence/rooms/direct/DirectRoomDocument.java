package io.damso.persistence.rooms.direct;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * The direct room of a pair, in the collection {@code directRooms}. It is written before the room.
 *
 * @param id both user ids, the smaller one first, separated by a slash, which no user id contains
 * @param roomId the room
 * @param createdAt time of creation, UTC
 * @param createdBy user id of the one who asked first
 */
@Document(DirectRoomDocument.COLLECTION)
record DirectRoomDocument(@Id String id, String roomId, Instant createdAt, String createdBy) {

    static final String COLLECTION = "directRooms";

    static String idOf(String one, String other) {
        return one.compareTo(other) < 0 ? one + "/" + other : other + "/" + one;
    }
}
