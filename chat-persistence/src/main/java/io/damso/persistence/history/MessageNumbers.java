package io.damso.persistence.history;

import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.Rooms;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ErrorCode;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/** Finds the messages that members name in requests, and waits for those that are not stored yet. Thread-safe. */
@Component
public final class MessageNumbers {

    private final MessageStore store;
    private final Rooms rooms;
    private final CursorWait cursorWait;

    MessageNumbers(MessageStore store, Rooms rooms, CursorWait cursorWait) {
        this.store = store;
        this.rooms = rooms;
        this.cursorWait = cursorWait;
    }

    /**
     * Returns the number of a message of the room. Blocks until it is stored, at most for the time of
     * {@link HistoryProperties#cursorWait}. An id of another room is treated like an unknown one.
     *
     * @param userId user who asks, and who was a member a moment ago
     * @return its {@code seq}
     * @throws ProblemException with {@link ErrorCode#BAD_CURSOR} if no message can have this id, with
     *     {@link ErrorCode#MESSAGE_NOT_STORED_YET} if it is not stored in time or too many requests wait, or with
     *     {@link ErrorCode#ROOM_NOT_FOUND} if the user was removed during the wait
     */
    public long seqOf(String roomId, String messageId, String userId) {
        OptionalLong seq = store.seqOf(roomId, messageId);
        if (seq.isEmpty()) {
            seq = cursorWait.seqOf(roomId, messageId, userId);
            rooms.requireMember(roomId, userId); // the user may have been removed during the wait
        }
        return seq.orElseThrow(() -> new ProblemException(ErrorCode.MESSAGE_NOT_STORED_YET));
    }
}
