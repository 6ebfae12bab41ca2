package io.damso.persistence.history;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.PageSize;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.persistence.rooms.Rooms;
import io.damso.persistence.store.MessageStore;
import io.damso.persistence.store.ReplyIndex;
import io.damso.persistence.store.StoredMessage;
import io.damso.protocol.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST for the history: stored messages of a room, page by page, in the order of {@code seq}. Only members may read. A
 * cursor is the id of a message. A request whose message is not stored yet waits for it; an id of another room is
 * treated like an unknown one. Messages that were answered say how often.
 */
@RestController
final class HistoryController {

    private final MessageStore store;
    private final ReplyIndex replies;
    private final Rooms rooms;
    private final MessageNumbers numbers;

    HistoryController(MessageStore store, ReplyIndex replies, Rooms rooms, MessageNumbers numbers) {
        this.store = store;
        this.replies = replies;
        this.rooms = rooms;
        this.numbers = numbers;
    }

    @GetMapping("/api/rooms/{roomId}/messages")
    @Operation(summary = "Read messages: newest first, or oldest first with after")
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.BAD_CURSOR, ErrorCode.MESSAGE_NOT_STORED_YET})
    HistoryPage page(
            @PathVariable String roomId,
            @Parameter(
                            description =
                                    "Id of a message: only older ones are returned, newest first. If it is not stored yet,"
                                            + " the answer waits for it")
                    @RequestParam
                    @Nullable
                    String before,
            @Parameter(
                            description =
                                    "Id of a message: only newer ones are returned, oldest first. If it is not stored yet,"
                                            + " the answer waits for it")
                    @RequestParam
                    @Nullable
                    String after,
            @Parameter(
                            description = "Maximum number of messages",
                            schema = @Schema(type = "integer", defaultValue = "50", minimum = "1", maximum = "200"))
                    @RequestParam(defaultValue = "50")
                    int limit,
            Principal caller) {
        PageSize.require(limit);
        if (before != null && after != null) {
            throw new ProblemException(
                    new InvalidValue("after", "is used together with before", "only one of the two"));
        }
        String userId = caller.getName();
        rooms.requireMember(roomId, userId);
        if (after != null) {
            return page(store.after(roomId, numbers.seqOf(roomId, after, userId), limit + 1), limit);
        }
        long seq = before == null ? Long.MAX_VALUE : numbers.seqOf(roomId, before, userId);
        return page(store.before(roomId, seq, limit + 1), limit);
    }

    @GetMapping("/api/rooms/{roomId}/messages/{messageId}/replies")
    @Operation(summary = "Read the answers to a message, oldest first")
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.BAD_CURSOR, ErrorCode.MESSAGE_NOT_STORED_YET})
    HistoryPage replies(
            @PathVariable String roomId,
            @Parameter(
                            description =
                                    "Id of the message that was answered. If it is not stored yet, the answer waits for it")
                    @PathVariable
                    String messageId,
            @Parameter(description = "Id of a message: only newer ones are returned") @RequestParam @Nullable
                    String after,
            @Parameter(
                            description = "Maximum number of messages",
                            schema = @Schema(type = "integer", defaultValue = "50", minimum = "1", maximum = "200"))
                    @RequestParam(defaultValue = "50")
                    int limit,
            Principal caller) {
        PageSize.require(limit);
        String userId = caller.getName();
        rooms.requireMember(roomId, userId);
        numbers.seqOf(roomId, messageId, userId); // refuses the id of another room
        long seq = after == null ? 0 : numbers.seqOf(roomId, after, userId);
        return page(replies.after(roomId, messageId, seq, limit + 1), limit);
    }

    private HistoryPage page(List<StoredMessage> found, int limit) {
        return HistoryPage.of(replies.counted(found), limit);
    }
}
