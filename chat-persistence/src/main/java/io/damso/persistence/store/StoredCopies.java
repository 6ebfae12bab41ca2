package io.damso.persistence.store;

import io.damso.protocol.feeds.Copy;
import java.time.Instant;
import java.util.List;

/**
 * Copies of a message that is stored.
 *
 * @param roomId room of the message
 * @param seq its number in the room
 * @param storedAt when it was stored, or when a repeat of it arrived; by the clock of the process that stored it
 * @param copies some or all of its copies; empty for a message without an origin
 * @param repeated whether it was stored before, so that its number may be far below the newest one of the room
 */
public record StoredCopies(String roomId, long seq, Instant storedAt, List<Copy> copies, boolean repeated) {

    /** Creates the copies of a message that is new, or the newest one of its room. */
    public StoredCopies(String roomId, long seq, Instant storedAt, List<Copy> copies) {
        this(roomId, seq, storedAt, copies, false);
    }
}
