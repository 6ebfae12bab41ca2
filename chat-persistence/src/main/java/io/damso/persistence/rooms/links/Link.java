package io.damso.persistence.rooms.links;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link in the form that the owner and moderators get.
 *
 * @param id identifier, UUIDv7
 * @param token secret of the link; only in the answer to its creation, null later
 * @param createdBy user id of the creator
 * @param createdAt time of creation, UTC
 * @param endsAt end of the link, UTC
 * @param mostUses how many users may join by it in total
 * @param uses how many have joined by it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Link(
        String id,
        @Nullable String token,
        String createdBy,
        Instant createdAt,
        Instant endsAt,
        int mostUses,
        int uses) {

    static Link of(LinkDocument link, @Nullable LinkToken token) {
        return new Link(
                link.id(),
                token == null ? null : token.value(),
                link.createdBy(),
                link.createdAt(),
                link.endsAt(),
                link.mostUses(),
                link.mostUses() - link.usesLeft());
    }
}
