package io.damso.persistence.history.reports;

import com.github.f4b6a3.uuid.util.UuidValidator;
import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.PageSize;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.protocol.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST for the reports of messages; the caller is the subject of the token. */
@RestController
@RequestMapping("/api/rooms/{roomId}")
final class ReportController {

    private static final Audit AUDIT = new Audit();

    private final Reports reports;

    ReportController(Reports reports) {
        this.reports = reports;
    }

    @PostMapping("/messages/{messageId}/reports")
    @Operation(
            summary =
                    "Report a message of another user to the owner and moderators; every member may do this. Until they "
                            + "close the reports of the message, the first report of each user counts")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.BAD_CURSOR, ErrorCode.MESSAGE_NOT_STORED_YET})
    void report(
            @PathVariable String roomId,
            @Parameter(description = "Id of the message. If it is not stored yet, the answer waits for it")
                    @PathVariable
                    String messageId,
            @RequestBody NewReport wanted,
            Principal caller,
            HttpServletRequest request) {
        wanted.check();
        if (reports.report(roomId, messageId, wanted.reason(), caller.getName())) {
            AUDIT.messageReported(actor(caller, request), roomId, messageId);
        }
    }

    @GetMapping("/reports")
    @Operation(
            summary = "List the messages with open reports, in the order of their first reports, page by page: while "
                    + "hasMore is true, ask again with after set to the last id of the page. The owner and moderators "
                    + "may do this; moderators do not see those of their own messages")
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR})
    ReportPage list(
            @PathVariable String roomId,
            @Parameter(
                            description = "Maximum number of messages",
                            schema = @Schema(type = "integer", defaultValue = "50", minimum = "1", maximum = "200"))
                    @RequestParam(defaultValue = "50")
                    int limit,
            @Parameter(description = "Id of an entry: only those behind it are returned, also if it is closed")
                    @RequestParam
                    @Nullable
                    String after,
            Principal caller) {
        PageSize.require(limit);
        if (after != null && !UuidValidator.isValid(after)) {
            throw new ProblemException(
                    new InvalidValue("after", "is not the id of an entry", "the id of the last entry of a page"));
        }
        return reports.page(roomId, after, limit, caller.getName());
    }

    @DeleteMapping("/reports/{messageId}")
    @Operation(
            summary =
                    "Close the reports of a message; the owner and moderators may do this, moderators not those of their "
                            + "own messages. The message stays, and may be reported again")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR})
    void close(
            @PathVariable String roomId, @PathVariable String messageId, Principal caller, HttpServletRequest request) {
        if (reports.close(roomId, messageId, caller.getName())) {
            AUDIT.reportsClosed(actor(caller, request), roomId, messageId);
        }
    }

    private static Actor actor(Principal caller, HttpServletRequest request) {
        return new Actor(caller.getName(), null, request.getRemoteAddr());
    }
}
