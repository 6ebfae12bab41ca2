package io.damso.persistence.rooms.members;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * The membership of one user in one room, in the collection {@code memberships}. The owner is named by the room.
 *
 * @param id room id and user id, separated by a colon, which no room id contains
 * @param roomId the room
 * @param userId the user
 * @param role {@code moderator}; null for everybody else
 * @param joinedAt when the user was added, UTC; null in memberships of earlier versions
 */
@Document(MembershipDocument.COLLECTION)
public record MembershipDocument(
        @Id String id,
        String roomId,
        String userId,
        @Nullable String role,
        @Nullable Instant joinedAt) {

    static final String COLLECTION = "memberships";

    /** Those who own the room before others when its owner has left: moderators first, then the longest-standing. */
    public static final Comparator<MembershipDocument> SUCCESSION = Comparator.comparing(
                    (MembershipDocument member) -> !member.isModerator())
            .thenComparing(MembershipDocument::joinedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(MembershipDocument::userId);

    /** Returns the membership of a user without a role. */
    public static MembershipDocument of(String roomId, String userId, Instant joinedAt) {
        return new MembershipDocument(idOf(roomId, userId), roomId, userId, null, joinedAt);
    }

    static String idOf(String roomId, String userId) {
        return roomId + ":" + userId;
    }

    /** Returns whether the member was made a moderator. */
    public boolean isModerator() {
        return Role.MODERATOR.slug().equals(role);
    }
}
