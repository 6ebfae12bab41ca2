package io.damso.gateway.rooms.feed;

import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.damso.protocol.feeds.Copy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as read from the store.
 *
 * @param id message id
 * @param seq its number in the room
 * @param copies its known copies
 * @param storedAt when it was stored, by the clock of persistence; null if that is not known
 * @param message its JSON in UTF-8; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredMessage(
        String id, long seq, List<Copy> copies, @Nullable Instant storedAt, byte[] message) {

    /** Returns the message as a feed passes it on. */
    public RoomMessage in(RoomId room) {
        Copy first = copies.isEmpty() ? new Copy("", 0) : copies.getFirst();
        return new RoomMessage(
                first.o(), first.n(), new Entry(room, id, new Previous.First(null), message), seq, null, false);
    }
}
