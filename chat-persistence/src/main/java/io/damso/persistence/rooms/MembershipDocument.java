package io.damso.persistence.rooms;

import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * One user in one room, in the collection {@code memberships}.
 *
 * @param id room and user, joined by a colon, which no room id has
 * @param roomId the room
 * @param userId the user
 */
@Document(MembershipDocument.COLLECTION)
record MembershipDocument(@Id String id, String roomId, String userId) {

    static final String COLLECTION = "memberships";

    static MembershipDocument of(String roomId, String userId) {
        return new MembershipDocument(idOf(roomId, userId), roomId, userId);
    }

    static String idOf(String roomId, String userId) {
        return roomId + ":" + userId;
    }
}
