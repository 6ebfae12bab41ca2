package io.damso.persistence.rooms;

import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * The membership of one user in one room, in the collection {@code memberships}.
 *
 * @param id room id and user id, separated by a colon, which no room id contains
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
