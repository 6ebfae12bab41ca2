package io.damso.persistence.rooms.bans;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.damso.persistence.rooms.members.BanDocument;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ban in the form that the owner and moderators get.
 *
 * @param userId the banned user
 * @param bannedBy user id of the one who banned
 * @param bannedAt time of the ban, UTC
 * @param until end of the ban, UTC; null if it ends only when it is lifted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Ban(
        String userId,
        String bannedBy,
        Instant bannedAt,
        @Nullable Instant until) {

    static Ban of(BanDocument ban) {
        return new Ban(ban.userId(), ban.bannedBy(), ban.bannedAt(), ban.until());
    }
}
