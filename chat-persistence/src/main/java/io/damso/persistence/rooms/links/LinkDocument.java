package io.damso.persistence.rooms.links;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * A link, in the collection {@code roomLinks}.
 *
 * @param id UUIDv7, by which the link is revoked
 * @param roomId the room
 * @param hash SHA-256 of the token
 * @param createdBy user id of the creator
 * @param createdAt time of creation, UTC
 * @param endsAt end of the link, UTC, at which the store removes it
 * @param mostUses how many users may join by it in total
 * @param usesLeft how many may still join
 */
@Document(LinkDocument.COLLECTION)
record LinkDocument(
        @Id String id,
        String roomId,
        String hash,
        String createdBy,
        Instant createdAt,
        Instant endsAt,
        int mostUses,
        int usesLeft) {

    static final String COLLECTION = "roomLinks";
}
