package io.damso.persistence.rooms.members;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * The ban of one user from one room, in the collection {@code bans}.
 *
 * @param id as in {@link MembershipDocument}
 * @param roomId the room
 * @param userId the banned user
 * @param bannedBy user id of the one who banned
 * @param bannedAt time of the ban, UTC
 * @param until end of the ban, UTC, at which the store removes it; null if it ends only when it is lifted
 */
@Document(BanDocument.COLLECTION)
public record BanDocument(
        @Id String id,
        String roomId,
        String userId,
        String bannedBy,
        Instant bannedAt,
        @Nullable Instant until) {

    static final String COLLECTION = "bans";

    /** Returns a ban. */
    public static BanDocument of(
            String roomId, String userId, String bannedBy, Instant bannedAt, @Nullable Instant until) {
        return new BanDocument(MembershipDocument.idOf(roomId, userId), roomId, userId, bannedBy, bannedAt, until);
    }
}
