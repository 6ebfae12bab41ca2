package io.damso.persistence.history;

import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.persistence.rooms.Rooms;
import io.damso.persistence.store.MessageStore;
import io.damso.protocol.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stored messages of a room, page by page, in the order of {@code seq}. */
@RestController
final class HistoryController {

    private static final int MAX_LIMIT = 200;

    private final MessageStore store;
    private final Rooms rooms;

    HistoryController(MessageStore store, Rooms rooms) {
        this.store = store;
        this.rooms = rooms;
    }

    @GetMapping("/api/rooms/{roomId}/messages")
    @Operation(summary = "Read messages: newest first, or oldest first with after")
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.BAD_CURSOR})
    HistoryPage page(
            @PathVariable String roomId,
            @RequestParam @Nullable String before,
            @RequestParam @Nullable String after,
            @RequestParam(defaultValue = "50") int limit,
            Principal caller) {
        if (limit < 1 || limit > MAX_LIMIT || before != null && after != null) {
            throw new ProblemException(ErrorCode.BAD_REQUEST);
        }
        rooms.requireMember(roomId, caller.getName());
        if (after != null) {
            return HistoryPage.of(store.after(roomId, seqOf(roomId, after), limit + 1), limit);
        }
        long seq = before == null ? Long.MAX_VALUE : seqOf(roomId, before);
        return HistoryPage.of(store.before(roomId, seq, limit + 1), limit);
    }

    private long seqOf(String roomId, String cursor) {
        return store.seqOf(roomId, cursor).orElseThrow(() -> new ProblemException(ErrorCode.BAD_CURSOR));
    }
}
